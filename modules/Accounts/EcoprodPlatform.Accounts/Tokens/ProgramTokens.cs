namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>
/// Ties a program's tokens to the row of their session: the tokens of one sign-in are a family, which ends as a whole. Both are sealed
/// tickets, so what they hold is ours.
/// </summary>
internal static class ProgramTokens
{
    private const string Session = "session";

    /// <summary>Tells the refresh token that may be used next from those before it.</summary>
    private const string Turn = "turn";

    public static SessionId? SessionOf(ClaimsPrincipal tokens) => SessionId.TryParse(tokens.FindFirstValue(Session), null, out var id) ? id : null;

    public static Guid? TurnOf(ClaimsPrincipal tokens) => Guid.TryParse(tokens.FindFirstValue(Turn), out var turn) ? turn : null;

    /// <summary>The person, with what ties the tokens to their session.</summary>
    public static ClaimsPrincipal Of(ClaimsPrincipal person, SessionId session, Guid turn)
    {
        ((ClaimsIdentity)person.Identity!).AddClaims([new Claim(Session, session.ToString()), new Claim(Turn, turn.ToString())]);
        return person;
    }
}
