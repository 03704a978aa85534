namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Finds the structure on the register (MS-8), before anything else is typed; the search answers while one types, and without script too.</summary>
internal sealed class ChooseOrganisation(ModuleLog<MemberSpaceModule> log)
{
    private const int Shown = 10;

    public static void Map(Routes to)
    {
        to.Page(Links.ChooseOrganisation, ShowAsync);
        to.Get("/api/member-spaces/candidates", GetAsync, "FindMemberOrganisations");
    }

    /// <summary>Structures of the register whose name holds these words, members first.</summary>
    public Task<IReadOnlyList<Candidate>> FindAsync(string? search, CancellationToken ct)
    {
        var folded = Folded.Of(search ?? "");
        return folded.Length < 2 ? Task.FromResult<IReadOnlyList<Candidate>>([]) : log.ListAsync(
            """
            select organisation_id, name from organisations
            where position($1 in folded_name) > 0
            order by is_member desc, position($1 in folded_name), folded_name limit $2
            """,
            r => new Candidate(r.GetGuid(0), r.GetString(1)),
            ct,
            folded,
            Shown);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ChooseOrganisation choice, CancellationToken ct)
    {
        var search = http.Request.Query["q"].ToString();
        return Page.Of(new ChooseOrganisationPage { Search = search, Found = await choice.FindAsync(search, ct) });
    }

    /// <summary>Structures of Ecoprod's register by name, ten at most: those a member space can be requested for.</summary>
    /// <param name="q">Two letters of the name at least.</param>
    /// <param name="choice">The query.</param>
    /// <param name="ct">Cancellation.</param>
    private static Task<IReadOnlyList<Candidate>> GetAsync(string? q, ChooseOrganisation choice, CancellationToken ct) => choice.FindAsync(q, ct);
}

/// <summary>A structure of the register.</summary>
public sealed record Candidate(Guid Id, string Name);
