namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>Ways to reach the Ecoprod team about member spaces (MS-54, MS-59).</summary>
internal static class Contact
{
    public const string Address = "carbonclap@ecoprod.com";

    public const string Mail = "mailto:" + Address;

    /// <summary>A mail that already says what the team needs to know.</summary>
    public static string NewSpace => With(
        new Text("Créer un espace membre", "Create a member space"),
        new Text(
            "Nom de la structure adhérente :\nNom des tags à créer :\nPersonne administratrice (prénom, nom, e-mail du compte) :\n\nJoindre l’autorisation signée par la personne responsable légale.",
            "Name of the member structure:\nNames of the tags to create:\nAdministrator (first name, last name, e-mail of the account):\n\nAttach the authorisation signed by the legal representative."));

    public static string NewTag(string structure) => With(
        new Text($"Nouveau tag pour {structure}", $"New tag for {structure}"), new Text("Nom du tag à créer :", "Name of the tag to create:"));

    private static string With(Text subject, Text body)
        => $"{Mail}?subject={Uri.EscapeDataString(subject.ToString())}&body={Uri.EscapeDataString(body.ToString())}";
}
