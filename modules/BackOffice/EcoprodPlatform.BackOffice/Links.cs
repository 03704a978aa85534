namespace EcoprodPlatform.BackOffice;

/// <summary>Pages of this module that nobody else links to; the public ones are in Contracts.</summary>
internal static class Links
{
    /// <summary>The journal as a file.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string JournalFile(string format) => $"{BackOfficeLinks.Journal}.{format}";
}
