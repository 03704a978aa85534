namespace EcoprodPlatform.Projects.Work;

/// <summary>Why a project was given an owner by staff, or by itself. A list, so that the log, which keeps it for good, holds nobody's name.</summary>
internal static class AppointmentReasons
{
    public const string AccountDeleted = "account-deleted";

    public static IReadOnlyList<Option> All { get; } =
    [
        new(AccountDeleted, new Text("La personne propriétaire a supprimé son compte", "The owner has deleted their account")),
        new("left-the-production", new Text("La personne propriétaire a quitté la production", "The owner has left the production")),
        new("asked-by-the-production", new Text("La production le demande", "The production asks for it")),
    ];

    public static string Codes => string.Join(", ", All.Select(r => r.Value));

    public static void Demand(string reason)
    {
        if (!All.Any(r => r.Value == reason))
        {
            throw new RuleBrokenException("project.unknown-reason", new Text(
                $"Choisissez un motif : {Codes}.", $"Choose a reason: {Codes}."), field: "reason");
        }
    }

    public static Text Words(string code) => All.FirstOrDefault(r => r.Value == code)?.Label ?? Text.Same(code);
}
