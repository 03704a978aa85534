namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>What the pages with a request's form have in common.</summary>
internal sealed class RequestForms(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, RequestFiles files, OrganisationDesk desk)
{
    /// <summary>The structure; throws "not found".</summary>
    public async Task<Organisation> OrganisationAsync(OrganisationId id, CancellationToken ct)
        => (await store.LoadAsync<Organisation>(id, ct)).State is { Exists: true } organisation ? organisation : throw Organisation.Unknown();

    /// <summary>Why this cannot be asked for, before anybody fills in a form; null when it can.</summary>
    public async Task<Text?> RefusalAsync(OrganisationId id, string kind, CancellationToken ct)
    {
        var organisation = await OrganisationAsync(id, ct);
        return RuleBrokenException.Among(() => RequestRules.Demand(organisation, kind, desk.Today)) is [var refused, ..] ? refused.Text : null;
    }

    /// <summary>The id that a form carries for the request it makes; somebody else's is refused before its files are looked at.</summary>
    public async Task<RequestId> IdAsync(PageForm form, Actor by, CancellationToken ct)
    {
        var id = new RequestId(form.Id(RequestDrafts.RequestField) ?? throw SpaceRequest.Unknown());
        // By the log and not by the table of requests: an id of anything else is none of a request's.
        var isTaken = await log.FindAsync(
            "select 1 from mt_streams s where s.id = $1 and not exists (select 1 from space_requests r where r.request_id = s.id and r.requested_by = $2)", r => "", ct, id, by.Id) is not null;
        return isTaken ? throw SpaceRequest.Unknown() : id;
    }

    public Task<IReadOnlyDictionary<Guid, StoredDocument>> FilesAsync(PageForm form, Actor by, CancellationToken ct)
        => files.OfAsync(new RequestId(form.Id(RequestDrafts.RequestField) ?? default), by, ct);
}
