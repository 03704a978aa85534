namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>The session that this request comes from, and how sure it is that its person sits before it.</summary>
/// <param name="IsFresh">Its person signed in, or proved who they are, in the last <see cref="Freshness"/>.</param>
/// <param name="IsByPasskey">The last proof was a passkey, which stands for the password too.</param>
internal sealed record CurrentSession(SessionId Id, bool IsFresh, bool IsByPasskey)
{
    /// <summary>How long a proof holds: an open session that somebody finds must not become an account of theirs.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    /// <summary>A passkey was used just now: no password is asked besides.</summary>
    public bool IsFreshByPasskey => IsFresh && IsByPasskey;

    /// <summary>Null for visitors and programs.</summary>
    public static CurrentSession? Of(HttpContext? http) => http?.Items[typeof(CurrentSession)] as CurrentSession;

    public void PutInto(HttpContext http) => http.Items[typeof(CurrentSession)] = this;
}
