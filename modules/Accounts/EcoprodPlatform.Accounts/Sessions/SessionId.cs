namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>An open session, of a browser or of a program.</summary>
internal readonly record struct SessionId(Guid Value) : IId<SessionId>
{
    public static SessionId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out SessionId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(SessionId id) => id.Value;

    public override string ToString() => Value.ToString();
}
