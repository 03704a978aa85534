namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>One element of the Base Carbone: an « Elément » record and what its « Poste » records say of it.</summary>
/// <param name="Record">Number of its « Elément » record.</param>
/// <param name="Id">ADEME's; null in an export without the column. Several elements share one, but only one valid factor has it.</param>
/// <param name="IsSource">« Données source », kept apart: no emission factor.</param>
/// <param name="Name">Name, attribute and frontier. Many have no English one: the French one stands in.</param>
/// <param name="Unit">What a quantity is counted in; of source data the unit as written.</param>
/// <param name="Value">kg CO2e per unit, column 51 of the « Elément » record; the posts decompose it and are never added to it. May be negative. Null only of source data.</param>
/// <param name="WithoutContrails">The value less the condensation trails, of planes; null where there are none.</param>
/// <param name="UncertaintyPercent">As published; null where none is.</param>
/// <param name="Quality">From 0 to 5: the published one, else derived from the uncertainty.</param>
/// <param name="Perimeter">What its posts count.</param>
/// <param name="Validity">Period of validity, as written.</param>
/// <param name="ValidUntil">The last day of it, where it can be told.</param>
internal sealed record BaseCarboneElement(
    int Record,
    string? Id,
    BaseCarboneStatus Status,
    bool IsSource,
    Text Name,
    string Unit,
    decimal? Value,
    decimal? WithoutContrails,
    string Category,
    string Place,
    decimal? UncertaintyPercent,
    decimal Quality,
    bool IsQualityDerived,
    Perimeter Perimeter,
    DateOnly? ModifiedOn,
    string Validity,
    DateOnly? ValidUntil,
    string Source)
{
    /// <summary>How many posts decompose it.</summary>
    public int Posts { get; init; }

    /// <summary>A quality for an element without one: from 5, for an uncertainty under 5 %, to 1, from 75 %; 3 where there is no uncertainty.</summary>
    public static int QualityOf(decimal? uncertaintyPercent) => uncertaintyPercent switch
    {
        null => 3,
        < 5 => 5,
        < 20 => 4,
        < 45 => 3,
        < 75 => 2,
        _ => 1,
    };
}

/// <summary>What the importer read of one record, whatever it is a record of.</summary>
/// <param name="Number">From 1, below the header; empty records count, so that record n is row n + 1 of a spreadsheet.</param>
/// <param name="Id">Of its element; null where the file has none.</param>
/// <param name="IsPost">It decomposes its element.</param>
/// <param name="PostType">« Amont », « Combustion »…; empty of an « Elément ».</param>
/// <param name="Value">kg CO2e per unit; null where none could be read.</param>
/// <param name="Gases">Sum of the gases, in kg CO2e per unit; null where the record gives none.</param>
/// <param name="BiogenicCo2">Beside the value, never in it.</param>
internal sealed record BaseCarboneRecord(int Number, string? Id, bool IsPost, string PostType, decimal? Value, decimal? Gases, decimal? BiogenicCo2);

/// <summary>Why a record is left out.</summary>
public sealed record BaseCarboneFault(int Record, Text Why);
