using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>One column of a list, told once: its head on the page and in files, what it sorts by, its value.</summary>
/// <param name="Key">For programs, in camelCase: the API's sort key; never changed.</param>
/// <param name="Label">The head on the page.</param>
/// <param name="Value">
/// What the cell holds in files: a text (<see cref="string"/> or <see cref="Text"/>), <see cref="decimal"/>, <see cref="long"/> or <see cref="int"/>,
/// <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> (shown in Paris), <see cref="bool"/>. Null is an empty cell, which is not zero.
/// </param>
public sealed record Column<TRow>(string Key, Text Label, Func<TRow, object?> Value)
{
    /// <summary>The head in files where it must say more than on the page: the unit of a number ("Bilan total (kgCO2e)").</summary>
    public Text? FileLabel { get; init; }

    /// <summary>The page's sort key, in French, as it stands in addresses; null: not sortable.</summary>
    public string? PageKey { get; init; }

    /// <summary>The SQL expression it sorts by, a constant of the calling code; null: not sortable.</summary>
    public string? Sql { get; init; }

    /// <summary>Right-aligned on the page; its first click shows the largest first.</summary>
    public bool IsNumeric { get; init; }

    /// <summary>A sum of it means something: the last row of a sheet may tell it.</summary>
    public bool IsSummed { get; init; }

    /// <summary>Not a column of the page, which says it otherwise (a second line of a cell) or not at all.</summary>
    public bool IsOnlyInFiles { get; init; }

    /// <summary>Sorts for programs, and is neither on the page nor in files.</summary>
    public bool IsOnlyForPrograms { get; init; }
}
