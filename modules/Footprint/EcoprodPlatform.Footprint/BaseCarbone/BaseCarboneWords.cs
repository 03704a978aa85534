namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Words that the pages of imports share.</summary>
internal static class BaseCarboneWords
{
    public static Text StateOf(BaseCarboneImport import) => import.State switch
    {
        BaseCarboneImport.Waiting => new("à confirmer", "to be confirmed"),
        BaseCarboneImport.Current => new("en vigueur", "in force"),
        "replaced" => new("remplacé", "replaced"),
        BaseCarboneImport.Cancelled => new("abandonné", "given up"),
        _ => Text.Same(import.State),
    };

    /// <summary>Footprint knows no names: the end of the id finds the person in the journal.</summary>
    public static Text Who(Guid person, PersonId reader)
        => person == reader.Value ? new("par vous", "by you") : new($"par une autre personne de l’équipe (…{person.ToString()[^12..]})", $"by somebody else of the team (…{person.ToString()[^12..]})");

    /// <summary>A value to its last digit, or a dash.</summary>
    public static string Value(decimal? value) => value is { } v ? Format.Decimal(v, 28) : "–";
}
