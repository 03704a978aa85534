namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>A number as the Base Carbone writes it: <c>0,259</c>, <c>5,92E-3</c>, <c>1 833</c>, <c>-0.15</c>.</summary>
internal static class BaseCarboneNumber
{
    private const int MostDigits = 28;
    private const int MostExponent = 60;

    /// <summary>Far over any factor, and small enough that sums of numbers stay within a decimal.</summary>
    private const decimal Greatest = 1_000_000_000_000_000m;

    /// <summary>The number, exactly; null where it is none, over 10^15, or one that a decimal cannot hold to its last digit.</summary>
    /// <param name="written">The cell, which is not empty. Spaces between digits are thousands.</param>
    public static decimal? Read(string written)
    {
        var text = string.Concat(written.Where(c => !char.IsWhiteSpace(c))).Replace(',', '.');
        var at = text.IndexOfAny(['e', 'E']);
        var (mantissa, exponent) = at < 0 ? (text, 0) : (text[..at], int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var e) && Math.Abs(e) <= MostExponent ? e : int.MinValue);
        var digits = mantissa.TrimStart('-', '+').Replace(".", "", StringComparison.Ordinal);
        var decimals = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        if (exponent == int.MinValue || digits.Length == 0)
        {
            return null;
        }

        // Zeros at the end say nothing; digits that a decimal would round away do.
        var significant = digits.TrimEnd('0');
        var scale = decimals - (digits.Length - significant.Length) - exponent;
        return significant.TrimStart('0').Length > MostDigits || (significant.Length > 0 && scale > MostDigits)
            || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            || Math.Abs(value) > Greatest
            ? null
            : value;
    }

    /// <summary>The decimal mark in a cell: a comma or a point; null in a whole number, '?' where both stand.</summary>
    public static char? MarkOf(string written)
        => (written.Contains(',', StringComparison.Ordinal), written.Contains('.', StringComparison.Ordinal)) switch
        {
            (true, true) => '?',
            (true, false) => ',',
            (false, true) => '.',
            _ => null,
        };
}
