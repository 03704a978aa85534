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
    public static readonly Text Fossil = new("Énergie fossile", "Fossil energy");
    public static readonly Text Factor = new("Facteur d’émission", "Emission factor");

    /// <summary>"2 justificatifs".</summary>
    public static Text Evidence(int files) => files == 1 ? new("1 justificatif", "1 piece of evidence") : new($"{files} justificatifs", $"{files} pieces of evidence");

    /// <summary>For whoever checks: "3 lignes reposent sur un facteur du projet".</summary>
    public static Text OwnFactors(int lines) => lines == 1
        ? new("1 ligne repose sur un facteur du projet", "1 line rests on a factor of the project’s own")
        : new($"{lines} lignes reposent sur un facteur du projet", $"{lines} lines rest on factors of the project’s own");

    /// <summary>"1 commentaire".</summary>
    public static Text Comments(int comments) => comments == 1 ? new("1 commentaire", "1 comment") : new($"{comments} commentaires", $"{comments} comments");

    /// <summary>Who did it, by their part in the project: Footprint knows no names.</summary>
    /// <param name="role">Null when they left the project.</param>
    public static Text Who(bool isYou, string? role) => (isYou, role) switch
    {
        (true, _) => new("par vous", "by you"),
        (_, DataLife.Owner) => new("par le propriétaire du projet", "by the owner of the project"),
        (_, null) => new("par une personne qui a quitté le projet", "by somebody who left the project"),
        _ => new("par une autre personne du projet", "by somebody else on the project"),
    };

    /// <summary>CC-4: "2 400 passager.km × 0,00293 kgCO2e/passager.km", in the reader's language.</summary>
    public static string Formula(ActivityLine line)
        => $"{QuantityUnits.Count(line.Quantity, line.Factor.Unit, CultureInfo.CurrentUICulture)} × {Format.Decimal(line.Factor.Value, 6)}\u00A0kgCO2e/{QuantityUnits.NameOf(line.Factor.Unit)}";

    /// <summary>Not answered is neither zero nor unknown: a total with open questions says so.</summary>
    public static Text OpenQuestions(int open) => open switch
    {
        0 => new("Questionnaire complet", "Questionnaire complete"),
        1 => new("Total incomplet : 1 question sans réponse", "Incomplete total: 1 question without an answer"),
        _ => new($"Total incomplet : {open} questions sans réponse", $"Incomplete total: {open} questions without an answer"),
    };
}
