namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>Fields of the page where lines are duplicated.</summary>
internal static class CopyFields
{
    /// <summary>Words of the labels that are looked for, and that copies say otherwise.</summary>
    public const string Mark = "repere";

    public const string Department = "departement";

    public const string Line = "ligne";

    public const string Times = "fois";

    public const string Names = "noms";

    /// <summary>Printed with the preview: sent twice, the copies are there once.</summary>
    public const string Seed = "copie";

    /// <summary>Name of the button that goes back to the choice.</summary>
    public const string Choose = "choisir";

    public static readonly Text MarkLabel = new("Mots des libellés qui désignent le jour", "Words of the labels that tell the day");

    public static readonly Text TimesLabel = new("Nombre de copies", "Number of copies");

    public static readonly Text NamesLabel = new("Ce que diront les copies, un nom par ligne", "What the copies will say, one name a line");
}
