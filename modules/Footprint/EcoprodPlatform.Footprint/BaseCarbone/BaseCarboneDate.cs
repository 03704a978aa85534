namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Days as the Base Carbone writes them.</summary>
internal static class BaseCarboneDate
{
    private static readonly string[] Days =
        ["dd/MM/yyyy", "yyyy-MM-dd", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>How the months begin, without accents; « juin » and « juillet » part at the fourth letter.</summary>
    private static readonly string[] Months = ["janv", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec"];

    /// <summary>A day; null where nothing, or something else, is written.</summary>
    public static DateOnly? Read(string written)
        => DateTime.TryParseExact(written.Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? DateOnly.FromDateTime(day) : null;

    /// <summary>
    /// The last day of a period of validity, which is free text: a day, a month (« déc.-18 », « Décembre 2017 »), a year (« Année 2022 », « 2026 »). Null where it
    /// cannot be told; the text is kept in any case.
    /// </summary>
    public static DateOnly? LastOf(string written)
    {
        if (Read(written) is { } day)
        {
            return day;
        }

        var words = Folded.Words(written).Split(' ');
        return words switch
        {
            [var year] => Year(year) is { } y && year.Length == 4 ? new DateOnly(y, 12, 31) : null,
            ["annee", var year] => Year(year) is { } y ? new DateOnly(y, 12, 31) : null,
            [var month, var year] => Month(month) is { } m && Year(year) is { } y ? new DateOnly(y, m, DateTime.DaysInMonth(y, m)) : null,
            [var number, var month, var year] => Month(month) is { } m && Year(year) is { } y && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var d)
                && d >= 1 && d <= DateTime.DaysInMonth(y, m) ? new DateOnly(y, m, d) : null,
            _ => null,
        };
    }

    private static int? Year(string text)
        => !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? null
            : text.Length == 2 ? 2000 + year
            : year is >= 1990 and <= 2100 ? year : null;

    private static int? Month(string text) => Array.FindIndex(Months, m => text.StartsWith(m, StringComparison.Ordinal)) is var at and >= 0 ? at + 1 : null;
}
