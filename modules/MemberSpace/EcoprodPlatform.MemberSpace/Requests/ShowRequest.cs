using EcoprodPlatform.MemberSpace.People;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>A request as staff judge it: what is asked, what stands in the way, who opened the authorisations.</summary>
internal sealed class ShowRequest(ModuleLog<MemberSpaceModule> log, OrganisationReader organisations, TagNames tags)
{
    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Request, ShowAsync);
        to.Staff.Page(Links.Authorisation, SendAsync);
    }

    /// <summary>What a request would run into if it were approved now.</summary>
    public async Task<IReadOnlyList<Text>> ObstaclesAsync(RequestView request, OrganisationView organisation, CancellationToken ct)
    {
        var found = new List<Text>();
        if (request.Kind is RequestKinds.Opening or RequestKinds.Tags && !organisation.IsPaidUp)
        {
            found.Add(new("La structure n’est pas à jour de sa cotisation.", "The organisation’s fee is not paid."));
        }

        if (request.Kind == RequestKinds.Opening && organisation.SpaceOpenedAt is not null)
        {
            found.Add(new("La structure a déjà son espace membre.", "The organisation has its member space already."));
        }

        try
        {
            await tags.DemandFreeAsync(request.Tags, "tags", ct);
        }
        catch (RuleBrokenException taken)
        {
            found.AddRange(taken.All.Select(t => t.Text));
        }

        return found;
    }

    private static async Task<IResult> ShowAsync(RequestId request, RequestReader reader, ShowRequest show, CancellationToken ct)
    {
        var there = await reader.ReadAsync(request, ct);
        var organisation = await show.OrganisationAsync(there, ct);
        return Page.Of(new RequestPage
        {
            Request = there,
            Organisation = organisation,
            Obstacles = there.IsOpen ? await show.ObstaclesAsync(there, organisation, ct) : [],
            Readings = await show.ReadingsAsync(request, ct),
        });
    }

    /// <summary>The authorisation, for staff only; who opens it is written down first.</summary>
    private static async Task<IResult> SendAsync(
        RequestId request, DocumentId document, Asked asked, RequestReader reader, EventStore<MemberSpaceModule> store, DocumentStore<MemberSpaceModule> documents, TimeProvider clock, CancellationToken ct)
    {
        var file = (await reader.ReadAsync(request, ct)).People.Select(p => p.Document).FirstOrDefault(d => d?.Id == document) ?? throw SpaceRequest.Unknown();
        await store.Begin(asked.By)
            .Also("insert into authorisation_readings (document_id, request_id, read_by, read_at) values ($1, $2, $3, $4)", document, request, asked.By.Id, clock.GetUtcNow())
            .SaveAsync(ct);
        return documents.Download(file);
    }

    private Task<OrganisationView> OrganisationAsync(RequestView request, CancellationToken ct) => organisations.ReadAsync(request.OrganisationId, ct);

    private Task<IReadOnlyList<Reading>> ReadingsAsync(RequestId request, CancellationToken ct) => log.ListAsync(
        """
        select a.read_at, p.first_name || ' ' || p.last_name, d.name
        from authorisation_readings a left join people p on p.person_id = a.read_by left join document d on d.id = a.document_id
        where a.request_id = $1 order by a.read_at desc limit 50
        """,
        r => new Reading(r.GetFieldValue<DateTimeOffset>(0), r.TextOrNull(1) ?? Names.Unknown.ToString(), r.TextOrNull(2)),
        ct,
        request);
}

/// <summary>Somebody opened an authorisation.</summary>
/// <param name="File">Null once it was erased.</param>
public sealed record Reading(DateTimeOffset When, string Who, string? File);
