namespace EcoprodPlatform.Footprint.Scenarios;

/// <summary>What a scenario may be called.</summary>
internal static class ScenarioName
{
    public const string Field = "name";

    public const int Longest = 80;

    /// <summary>The name, tidy; 422 where it is none.</summary>
    public static string Demand(string? name)
    {
        var tidy = PlainText.Tidy(name);
        return PlainText.Fault(tidy, Longest) is { } fault
            ? throw new RuleBrokenException("footprint.scenario-name", new($"Nom du scénario : {fault.Fr}.", $"Name of the scenario: {fault.En}."), field: Field)
            : tidy;
    }
}
