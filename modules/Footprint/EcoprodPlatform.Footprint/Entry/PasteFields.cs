namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Fields of the page where a block is pasted.</summary>
internal static class PasteFields
{
    public const string Block = "texte";

    /// <summary>Ids of the lines, printed with what was read: sent twice, they are there once.</summary>
    public const string Ids = "ids";

    /// <summary>One phase for all lines; empty: each has its own.</summary>
    public const string Phase = LineFields.Phase;

    public static readonly Text BlockLabel = new("Lignes du devis", "Lines of the budget");

    /// <summary>The factor of a row; empty: it is left out.</summary>
    public static string Choice(MatchedRow row) => $"facteur-{row.Row.Number.ToString(CultureInfo.InvariantCulture)}";

    public static string Department(MatchedRow row) => $"departement-{row.Row.Number.ToString(CultureInfo.InvariantCulture)}";

    public static string Post(MatchedRow row) => $"poste-{row.Row.Number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The phase of a line where nobody chooses one: most of what a budget counts belongs to the shoot.</summary>
    public static string PhaseOf(Candidate candidate) => candidate.Place.Phase ?? "shooting";

    /// <summary>What tells a row from the others: "Nuits d’hôtel".</summary>
    public static Text NameOf(MatchedRow row) => row.Row.Label.Length > 0
        ? Text.Same(row.Row.Label)
        : new($"Ligne {row.Row.Number} du texte", $"Line {row.Row.Number} of the text");
}

/// <summary>A block as it was read.</summary>
/// <param name="HasMore">Cells beyond label, quantity and unit were left out.</param>
public sealed record PasteReview(IReadOnlyList<MatchedRow> Rows, bool HasMore)
{
    public IEnumerable<MatchedRow> Certain => Rows.Where(r => r.IsCertain);

    public IEnumerable<MatchedRow> Doubtful => Rows.Where(r => r is { IsCertain: false, IsRead: true });

    public IEnumerable<MatchedRow> Unread => Rows.Where(r => !r.IsRead);
}
