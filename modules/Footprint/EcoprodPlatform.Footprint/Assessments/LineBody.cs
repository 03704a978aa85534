using System.Text.Json;
using System.Text.RegularExpressions;
using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>A line as a program sends it. Nothing is guessed: the unit is said and must be the factor's.</summary>
/// <param name="Department">Code of a department (<c>unit-logistics</c>).</param>
/// <param name="Post">Code of an emission post (<c>food</c>).</param>
/// <param name="Phase"><c>pre-production</c>, <c>shooting</c> or <c>post-production</c>.</param>
/// <param name="Factor">Code of a factor of the catalogue (<c>tgv</c>).</param>
/// <param name="Quantity">A number, or the same as a string (<c>"6.5"</c>): over 0, at most 10^12, at most 6 decimals.</param>
/// <param name="Unit">The unit of the quantity (<c>passenger.km</c>).</param>
/// <param name="Label">Your own words, at most 200 characters.</param>
/// <param name="Id">Id of the line, if you choose it: then sending twice adds once.</param>
internal sealed record LineBody(string? Department, string? Post, string? Phase, string? Factor, JsonElement Quantity, string? Unit, string? Label, Guid? Id) : IRuledBody
{
    /// <summary>Says that a line over 1,000 t is meant; without it such a line is refused with <c>footprint.line-unlikely</c>.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>How the quantity is known: <c>measured</c>, <c>calculated</c>, <c>estimated</c>, or <c>monetary</c>, which a factor in euros always is and no other. Nothing: not said.</summary>
    public string? DataStatus { get; init; }

    /// <summary>Marks of the quantity from 1 (very poor) to 5 (very good); those that are not given follow from the status.</summary>
    public QualityMarks? Marks { get; init; }

    /// <summary>The line as the domain takes it; a quantity that is no number at all is told in <paramref name="broken"/>.</summary>
    public LineInput Read(ICollection<RuleBrokenException> broken)
    {
        var quantity = ExactNumber.Read(Quantity, out var isNumber);
        if (!isNumber)
        {
            broken.Add(new RuleBrokenException("footprint.quantity-not-a-number", new(
                "La quantité n’est pas un nombre : envoyez par exemple 1250.5 ou \"1250.5\", sans unité ni espace.",
                "The quantity is not a number: send for example 1250.5 or \"1250.5\", without unit or space."), field: "quantity"));
        }

        return new LineInput(Department, Post, Phase, Factor, quantity, Unit?.Trim(), Label, IsConfirmed) { Status = DataStatus, Marks = Marks };
    }

    /// <summary>The line, with what is wrong with the way it is written.</summary>
    public LineInput Read()
    {
        var broken = new List<RuleBrokenException>();
        return Read(broken) with { Broken = broken };
    }

    /// <summary>All but what the catalogue says.</summary>
    public IEnumerable<RuleBrokenException> Faults()
    {
        var broken = new List<RuleBrokenException>();
        LineRules.Read(default, Read(broken), factor: null, broken);
        return broken.DistinctBy(b => b.Field).Where(b => b.Field != "factor" || string.IsNullOrWhiteSpace(Factor));
    }
}

/// <summary>Numbers of JSON as exact decimals: a number that a decimal cannot hold digit for digit is not taken.</summary>
internal static partial class ExactNumber
{
    /// <summary>The number; null with <paramref name="isNumber"/> true when nothing was given.</summary>
    public static decimal? Read(JsonElement json, out bool isNumber)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString()!.Trim(),
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            _ => "no",
        };
        isNumber = true;
        if (text.Length == 0)
        {
            return null;
        }

        // 28 significant digits are what a decimal holds; an exponent is for programs that write 1E3.
        if (Plain().IsMatch(text) && text.Count(char.IsAsciiDigit) <= 28
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        isNumber = false;
        return null;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
