using EcoprodPlatform.Web.Lists;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>The team's queue: what waits, the oldest first; every state can be looked at.</summary>
internal sealed class ListRequests(ModuleLog<MemberSpaceModule> log)
{
    public const string StateField = "etat";

    /// <summary>What waits for the team: not what waits for the requester.</summary>
    public const string Waiting = "waiting";

    public static void Map(Routes to)
    {
        to.Staff.Page(MemberSpaceLinks.Requests, ShowAsync);
        to.Staff.Get("/api/member-spaces/requests", GetAsync, "ListSpaceRequests");
    }

    public async Task<RequestList> ReadAsync(string? state, Paging paging, CancellationToken ct)
    {
        var counts = (await log.ListAsync("select state, count(*) from space_requests group by state", r => (State: r.GetString(0), Count: r.GetInt64(1)), ct))
            .ToDictionary(c => c.State, c => (int)c.Count);
        string[] states = state switch
        {
            null or Waiting => [RequestStates.Submitted, RequestStates.Answered],
            _ when RequestStates.All.Contains(state) => [state],
            _ => [],
        };
        var rows = await log.ListAsync(
            $"{RequestRow.Sql} where r.state = any ($1) order by r.submitted_at, r.request_id limit $2 offset $3",
            RequestRow.Read, ct, SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Text, states), paging.Size, paging.Offset);
        return new RequestList(states.Sum(s => counts.GetValueOrDefault(s)), rows, counts);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ListRequests list, CancellationToken ct)
    {
        string? state = http.Request.Query[StateField];
        var isKnown = string.IsNullOrEmpty(state) || state == Waiting || RequestStates.All.Contains(state);
        var shown = isKnown && !string.IsNullOrEmpty(state) ? state : Waiting;
        var paging = Paging.Of(http);
        var found = await list.ReadAsync(shown, paging, ct);
        return Page.Of(new RequestListPage { List = found, Paging = paging with { Total = found.Total }, State = shown, IsKnown = isKnown });
    }

    /// <summary>Requests of structures, 20 a page, the oldest first: those that wait for the team unless a state is given.</summary>
    /// <param name="state"><c>waiting</c>, <c>submitted</c>, <c>questioned</c>, <c>answered</c>, <c>approved</c>, <c>refused</c> or <c>withdrawn</c>.</param>
    /// <param name="list">The query.</param>
    /// <param name="page">From 1.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<RequestList> GetAsync(string? state, ListRequests list, CancellationToken ct, int page = 1)
        => state is null or Waiting || RequestStates.All.Contains(state)
            ? await list.ReadAsync(state, Paging.ForProgram(page), ct)
            : throw new RuleBrokenException("filter.unknown-value", new Text($"Aucun état ne s’appelle « {state} ».", $"No state is called “{state}”."), field: "state");
}

/// <summary>A page of the queue.</summary>
/// <param name="Total">Number of requests in the states asked for.</param>
/// <param name="Counts">Number of requests by state.</param>
public sealed record RequestList(int Total, IReadOnlyList<RequestRow> Items, IReadOnlyDictionary<string, int> Counts);
