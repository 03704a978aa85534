namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Sentences that several pages of Footprint print.</summary>
internal static class FootprintWords
{
    /// <summary>CC-12, CC-13: printed wherever a result is.</summary>
    public static readonly Text Perimeter = new(
        "Périmètre : préparation, tournage et post-production, du premier jour de dépenses à la livraison. La fabrication des copies et la diffusion ne sont pas comptées.",
        "Perimeter: pre-production, shooting and post-production, from the first day of spending to delivery. The making of copies and distribution are not counted.");

    public static readonly Text Department = new("Département", "Department");
    public static readonly Text Post = new("Poste d’émission", "Emission post");
    public static readonly Text Phase = new("Phase", "Phase");
    public static readonly Text Quantity = new("Quantité", "Quantity");
    public static readonly Text Label = new("Libellé", "Label");
    public static readonly Text Status = new("Statut de la donnée", "Data status");
    public static readonly Text Factor = new("Facteur d’émission", "Emission factor");

    /// <summary>"2 justificatifs".</summary>
    public static Text Evidence(int files) => files == 1 ? new("1 justificatif", "1 piece of evidence") : new($"{files} justificatifs", $"{files} pieces of evidence");
}
