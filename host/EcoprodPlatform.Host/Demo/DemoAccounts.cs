namespace EcoprodPlatform.Host.Demo;

/// <summary>The people of the demo data. Their password is public: never load the demo data where real data lie.</summary>
internal static class DemoAccounts
{
    public const string Password = "Clap-de-fin-2026";

    public static readonly DemoPerson Staff = new(new("018c0000-0000-7000-8000-000000000001"), "equipe@ecoprod.example", "Alix", "Morel", "fr", true);

    public static readonly DemoPerson Administrator = new(new("018c0000-0000-7000-8000-000000000002"), "administration@ecoloprod.example", "Dominique", "Leroy", "fr");

    public static readonly DemoPerson SecondAdministrator = new(new("018c0000-0000-7000-8000-000000000003"), "group@ecoloprod.example", "Jamie", "Clarke", "en");

    public static readonly IReadOnlyList<DemoPerson> Producers =
    [
        new(new("018c0000-0000-7000-8000-000000000011"), "production@ecoloprod.example", "Camille", "Renaud", "fr"),
        new(new("018c0000-0000-7000-8000-000000000012"), "sacha.petit@ecoloprod.example", "Sacha", "Petit", "fr"),
        new(new("018c0000-0000-7000-8000-000000000013"), "noor.haddad@ecoloprod.example", "Noor", "Haddad", "fr"),
        new(new("018c0000-0000-7000-8000-000000000014"), "lou.garcia@ecoloprod.example", "Lou", "Garcia", "fr"),
    ];

    public static IEnumerable<DemoPerson> All => [Staff, Administrator, SecondAdministrator, .. Producers];

    /// <summary>What the command prints.</summary>
    public static string Describe() => $"""
        Comptes de démonstration (mot de passe : {Password})
          production       {Producers[0].Email}
          administration   {Administrator.Email}
          équipe Ecoprod   {Staff.Email}
        """;
}

/// <summary>A person of the demo data.</summary>
internal sealed record DemoPerson(Guid Id, string Email, string FirstName, string LastName, string Language, bool IsStaff = false);
