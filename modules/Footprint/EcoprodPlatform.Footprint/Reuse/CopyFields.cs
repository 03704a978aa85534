namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>Fields of the page where lines are duplicated.</summary>
internal static class CopyFields
{
    /// <summary>Words of the labels that are looked for.</summary>
    public const string Search = "jour";

    /// <summary>Words of the labels that copies say otherwise; those that were looked for to begin with.</summary>
    public const string Mark = "repere";

    public const string Department = "departement";

    public const string Line = "ligne";

    public const string Times = "fois";

    public const string Names = "noms";

    /// <summary>Printed with the preview: sent twice, the copies are there once.</summary>
    public const string Seed = "copie";

    /// <summary>Name of the button that goes back to the choice.</summary>
    public const string Choose = "choisir";

    public static readonly Text MarkLabel = new("Mots des libellés que les copies remplacent", "Words of the labels that copies replace");

    public static readonly Text TimesLabel = new("Nombre de copies", "Number of copies");

    public static readonly Text NamesLabel = new("Ce que diront les copies, un nom par ligne", "What the copies will say, one name a line");
}
