namespace EcoprodPlatform.BackOffice.Contracts;

/// <summary>Pages of the back office that others link to.</summary>
public static class BackOfficeLinks
{
    /// <summary>What happened on the platform, the newest first; for staff.</summary>
    public const string Journal = "/equipe/journal";

    /// <summary>What happened to, or was done by, one thing or person.</summary>
    public static string JournalOf(Guid id) => $"{Journal}?id={id}";
}
