using EcoprodPlatform.Accounts.Tokens;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>What is open in one's own name: browsers and programs.</summary>
internal static class SessionList
{
    public static void Map(Routes to)
    {
        to.Page(Links.Sessions, ShowAsync);
        to.Get("/api/accounts/sessions", GetAsync, "ListSessions");
    }

    /// <summary>The session this request comes from, a browser's or a program's; null where the caller has none.</summary>
    public static SessionId? CurrentOf(HttpContext http) => CurrentSession.Of(http)?.Id ?? ProgramTokens.SessionOf(http.User);

    /// <summary>One's own open session; a closed one, and somebody else's, is not found (404).</summary>
    public static async Task<OpenSession> FindAsync(OpenSessions sessions, SessionId id, PersonId person, CancellationToken ct)
        => (await sessions.ListAsync(person, ct)).FirstOrDefault(s => s.Id == id.Value) ?? throw Unknown();

    public static RuleBrokenException Unknown()
        => RuleBrokenException.NotFound("account.unknown-session", new Text("Cette session est déjà fermée, ou n’est pas la vôtre.", "This session is closed already, or is not yours."));

    private static async Task<IResult> ShowAsync(HttpContext http, Asked asked, OpenSessions sessions, CancellationToken ct)
        => Page.Of(new SessionsPage { Items = await sessions.ListAsync(asked.By.Id, ct), Current = CurrentOf(http) });

    /// <summary>The caller's open sessions, those of browsers and of programs, the last used first.</summary>
    private static async Task<IReadOnlyList<SessionResource>> GetAsync(HttpContext http, Asked asked, OpenSessions sessions, CancellationToken ct)
        => [.. (await sessions.ListAsync(asked.By.Id, ct)).Select(s => new SessionResource(s.Id, s.IsProgram, s.Browser, s.System, s.OpenedAt, s.UsedAt, s.Id == CurrentOf(http)?.Value))];

    /// <summary>An open session; browser and system are what the caller said of itself, usedAt is exact to five minutes.</summary>
    internal sealed record SessionResource(Guid Id, bool IsProgram, string? Browser, string? System, DateTimeOffset OpenedAt, DateTimeOffset UsedAt, bool IsCurrent);
}
