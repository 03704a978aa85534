using System.Text.Json.Nodes;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Projects.Tests.Samples;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>What is written in the log today must be readable for ever: the approved files only ever gain neighbours.</summary>
public sealed class StoredEventTests
{
    internal static readonly object[] Events =
    [
        new ProjectOpened(Owner, Now, Documentary),
        new ProjectConfigured(Documentary with { Title = "Les Marées hautes", IsExercise = true, Budget = 250_000.50m, MainDistribution = null, ProductionCompanies = ["ECOLOPROD"] }),
        new StructureTagged(Films.TagId, Films.OrganisationId),
        new StructureUntagged(Films.TagId, Films.OrganisationId, Stranger),
        Invited,
        new InvitationRenewed(AnInvitation, Now.AddDays(1), Now.AddDays(15)),
        new InvitationWithdrawn(AnInvitation),
        new CollaboratorJoined(Contributor, Roles.Contributor, Id(51)),
        new CollaboratorRoleChanged(Contributor, Roles.Reader),
        new CollaboratorLeft(Contributor),
        new ProjectClosed(new DateOnly(2023, 12, 18)),
        new OwnershipOffered(Contributor),
        new OwnershipOfferEnded(Contributor),
        new OwnershipTransferred(Owner, Contributor, Roles.Contributor, 1, "left-the-production"),
        new OwnershipRoleSettled(Owner, Roles.Contributor),
        new ProjectDeleted(),
    ];

    public static TheoryData<string> Names => [.. ProjectsEvents.Map.All.Select(e => e.Key)];

    [Fact]
    public void Every_stored_event_has_a_sample() => Events.Select(s => s.GetType()).ShouldBe(ProjectsEvents.Map.All.Select(e => e.Value), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_as_approved_and_read_back(string name)
    {
        var sample = Events.Single(s => ProjectsEvents.Map.NameOf(s.GetType()) == name);
        var approved = File.ReadAllText(Repository.PathOf("tests", "EcoprodPlatform.Projects.Tests", "Approved", $"{name}.json"));
        var written = ProjectsEvents.Map.Write(sample);
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(approved)).ShouldBeTrue($"{name} is now written as {written}");
        ProjectsEvents.Map.Write(ProjectsEvents.Map.Read(name, approved)).ShouldBe(written);
    }

    [Fact]
    public void The_aggregate_folds_them_all() => Events.Cast<ProjectEvent>().Aggregate(Project.Empty, (state, e) => state.Apply(e)).Version.ShouldBe(Events.Length);

    [Fact]
    public void No_stored_event_holds_a_name_or_an_address()
        => ProjectsEvents.Map.All.SelectMany(e => e.Value.GetProperties()).Select(p => p.Name)
            .ShouldAllBe(n => !n.Contains("Name") && !n.Contains("Email") && !n.Contains("Address"));
}
