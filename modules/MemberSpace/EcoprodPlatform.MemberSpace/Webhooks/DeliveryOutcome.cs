namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="Code">HTTP status; null when there was no answer.</param>
/// <param name="Error">Null when it was taken.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record DeliveryOutcome(int? Code, string? Error, int Milliseconds)
{
    public const string TimedOut = "timed-out";
    public const string NotPublic = "not-public";
    public const string NoSuchName = "no-such-name";
    public const string NoTls = "no-tls";
    public const string NotReached = "not-reached";

    public bool IsTaken => Error is null;

    /// <summary>Its owner says that nobody lives there any more.</summary>
    public bool IsGone => Code == StatusCodes.Status410Gone;

    /// <summary>In words, for the address's log.</summary>
    public static Text Words(string? error) => error switch
    {
        null => new("reçu", "received"),
        TimedOut => new("pas de réponse à temps", "no answer in time"),
        NotPublic => new("adresse hors de l’internet public", "address not on the public internet"),
        NoSuchName => new("nom introuvable", "name not found"),
        NoTls => new("certificat refusé", "certificate refused"),
        NotReached => new("connexion impossible", "cannot be reached"),
        _ => new($"refusé ({error})", $"refused ({error})"),
    };
}
