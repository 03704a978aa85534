using System.Text.Json.Nodes;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>The project of the member guide's screenshot (PR-21) and the people around it.</summary>
internal static class Samples
{
    public static readonly Guid Owner = Id(1);
    public static readonly Guid Contributor = Id(2);
    public static readonly Guid Reader = Id(3);
    public static readonly Guid Stranger = Id(4);
    public static readonly Guid InvitationId = Id(50);
    public static readonly DateTimeOffset Now = new(2023, 12, 13, 9, 30, 0, TimeSpan.Zero);
    public static readonly OrganisationTag Films = new(Id(100), Id(200), "ECOLOPROD Films", "ECOLOPROD", IsUsable: true);
    public static readonly OrganisationTag Series = new(Id(101), Id(200), "ECOLOPROD Séries", "ECOLOPROD", IsUsable: true);

    public static readonly ProjectConfiguration Documentary = new()
    {
        Title = "Documentaire",
        EditorialGenre = "documentary",
        ShootingTypologies = ["other"],
        MainDistribution = "other",
        Currency = "EUR",
        Budget = 300_000m,
        Episodes = 1,
        DurationSeconds = 3120,
        ShootingFormat = "hd",
        StartDate = new DateOnly(2022, 12, 5),
        DeliveryDate = new DateOnly(2023, 10, 2),
        ProductionDays = 100,
        LeadCountry = "FR",
        CoproductionCountries = ["BE", "BW"],
        ProductionCompanies = [],
    };

    /// <summary>As in the shared data file: what a program would send.</summary>
    public static JsonObject FirstProject()
    {
        using var reader = new StreamReader(typeof(Samples).Assembly.GetManifestResourceStream("first-project.json")!);
        return JsonNode.Parse(reader.ReadToEnd())!.AsObject();
    }

    public static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static ProjectOpened Opened => new(Owner, Now, Documentary);

    public static CollaboratorInvited Invited => new(InvitationId, Roles.Reader, Now, Now.AddDays(14));

    public static CollaboratorJoined Joined(Guid person, string role) => new(person, role, Id(1000 + person.ToByteArray()[0]));
}
