namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>Stored codes of other modules in words; a code this version does not know is shown as it is.</summary>
internal static class Terms
{
    public static readonly Text Other = new("Autre", "Other");

    public static Text Genre(string code) => EditorialGenres.Find(code) is { } t ? new(t.Fr, t.En) : Text.Same(code);

    public static Text Department(string code) => Departments.Find(code) is { } t ? new(t.Fr, t.En) : Other;

    public static Text Post(string code) => EmissionPosts.Find(code) is { } t ? new(t.Fr, t.En) : Other;

    /// <summary>As a filter says it: a department may be called like a post.</summary>
    public static Text InPost(string code) => new($"Poste : {Post(code).Fr}", $"Post: {Post(code).En}");

    public static Text InDepartment(string code) => new($"Département : {Department(code).Fr}", $"Department: {Department(code).En}");

    public static Text Typology(string code) => ShootingTypologies.Find(code) is { } t ? new(t.Fr, t.En) : Text.Same(code);

    /// <summary>"de 150 000 € à moins de 500 000 €".</summary>
    public static Text Budget(string code) => code switch
    {
        Brackets.OtherCurrency => new("dans une autre devise, sans taux", "in another currency, without a rate"),
        Brackets.NotStated => new("non renseigné", "not stated"),
        _ => Bracket(Brackets.Budgets.BoundsOf(code), "€", code),
    };

    /// <summary>"de 26 min à moins de 60 min".</summary>
    public static Text Duration(string code) => code == Brackets.NotStated ? new("non renseignée", "not stated") : Bracket(Brackets.Durations.BoundsOf(code), "min", code);

    public static Text InBudget(string code) => new($"Budget : {Budget(code).Fr}", $"Budget: {Budget(code).En}");

    public static Text InDuration(string code) => new($"Durée : {Duration(code).Fr}", $"Duration: {Duration(code).En}");

    private static Text Bracket((decimal From, decimal? To)? bounds, string unit, string code)
    {
        string Fr(decimal bound) => Format.Quantity(bound, unit, 0, Languages.French);
        string En(decimal bound) => unit == "€" ? $"€{Format.Decimal(bound, 0, Languages.English)}" : Format.Quantity(bound, unit, 0, Languages.English);
        return bounds switch
        {
            null => Text.Same(code),
            (0, { } to) => new($"moins de {Fr(to)}", $"under {En(to)}"),
            ({ } from, { } to) => new($"de {Fr(from)} à moins de {Fr(to)}", $"{En(from)} to under {En(to)}"),
            ({ } from, null) => new($"{Fr(from)} et plus", $"{En(from)} and more"),
        };
    }

    public static Text Phase(string code) => Phases.Find(code) is { } t ? new(t.Fr, t.En) : Text.Same(code);

    /// <summary>How a quantity is known.</summary>
    public static Text DataStatus(string? code) => code switch
    {
        "measured" => new("mesurée", "measured"),
        "calculated" => new("calculée", "calculated"),
        "estimated" => new("estimée", "estimated"),
        "monetary" => new("monétaire", "monetary"),
        null => new("non précisée", "not stated"),
        _ => Text.Same(code),
    };

    public static Text Assessment(string kind) => kind == AssessmentMeasuredV1.Final
        ? new("Bilan définitif", "Final assessment")
        : new("Bilan prévisionnel", "Provisional assessment");

    /// <summary>Both when both exist (T7), null without any.</summary>
    public static Text? Assessments(bool hasProvisional, bool hasFinal) => (hasProvisional, hasFinal) switch
    {
        (true, true) => new("Bilans prévisionnel et définitif", "Provisional and final assessments"),
        (_, true) => Assessment(AssessmentMeasuredV1.Final),
        (true, _) => Assessment(AssessmentMeasuredV1.Provisional),
        _ => null,
    };

    public static Text Status(bool isClosed) => isClosed ? new("Clôturé", "Closed") : new("Non clôturé", "Open");
}
