namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Why staff lift a second factor. A list, so that the log, which keeps it for good, holds nobody's name.</summary>
internal static class LiftReasons
{
    public static IReadOnlyList<Option> All { get; } =
    [
        new(nameof(LiftReason.PhoneLost), new Text("Le téléphone est perdu, volé ou cassé", "The phone is lost, stolen or broken")),
        new(nameof(LiftReason.AppLost), new Text("L’application ou sa clé a été effacée", "The app or its key was erased")),
        new(nameof(LiftReason.TurnedOnByAnother), new Text("Quelqu’un d’autre l’a activée", "Somebody else turned it on")),
    ];

    public static Text Words(string reason) => All.FirstOrDefault(r => r.Value == reason)?.Label ?? Text.Same(reason);
}
