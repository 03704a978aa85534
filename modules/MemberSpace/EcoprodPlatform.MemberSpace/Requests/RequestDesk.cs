namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>One step of a request, told to who sent it.</summary>
internal sealed class RequestDesk(EventStore<MemberSpaceModule> store, RequestMails mails)
{
    /// <summary>Decides on the request as it is, saves and tells; answers its new version.</summary>
    public async Task<long> ActAsync(RequestId id, long? seen, Actor by, Func<SpaceRequest, IEnumerable<SpaceRequestEvent>> decide, string state, string? said, CancellationToken ct)
    {
        var request = await store.LoadAsync<SpaceRequest>(id, ct);
        SpaceRequestEvent[] events = [.. decide(request.State)];
        request.Expect(seen);
        var work = store.Begin(by).Append(request, events);
        await mails.TellAsync(work, id, request.State, state, said, ct);
        await work.SaveAsync(ct);
        return request.Version + events.Length;
    }
}
