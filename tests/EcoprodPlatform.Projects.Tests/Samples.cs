using System.Text.Json.Nodes;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>The project of the member guide's screenshot (PR-21) and the people around it.</summary>
internal static class Samples
{
    public static readonly PersonId Owner = new(Id(1));
    public static readonly PersonId Contributor = new(Id(2));
    public static readonly PersonId Reader = new(Id(3));
    public static readonly PersonId Stranger = new(Id(4));
    public static readonly InvitationId AnInvitation = new(Id(50));
    public static readonly DateTimeOffset Now = new(2023, 12, 13, 9, 30, 0, TimeSpan.Zero);
    public static readonly OrganisationTag Films = new(new TagId(Id(100)), new OrganisationId(Id(200)), "ECOLOPROD Films", "ECOLOPROD", IsUsable: true);
    public static readonly OrganisationTag Series = new(new TagId(Id(101)), new OrganisationId(Id(200)), "ECOLOPROD Séries", "ECOLOPROD", IsUsable: true);

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

    public static CollaboratorInvited Invited => new(AnInvitation, Roles.Reader, Now, Now.AddDays(14));

    public static CollaboratorJoined Joined(PersonId person, string role) => new(person, role, Id(1000 + person.Value.ToByteArray()[0]));

    /// <summary>Names for a decision in which these people's accounts are deleted, and the two tags known.</summary>
    public static KnownNames Gone(params PersonId[] people) => new(
        people.ToDictionary(p => p.Value, p => new Person(p, null, null, null, "fr")),
        new[] { Films, Series }.ToDictionary(t => t.TagId.Value));
}
