using System.Text.Json.Nodes;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>What is written in the log today must be readable for ever: the approved files only ever gain neighbours.</summary>
public sealed class StoredEventTests
{
    private static readonly Guid Id = Guid.Parse("019ab000-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("019ab000-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset Then = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private static readonly object[] Samples =
    [
        new OrganisationRegistered("ECOLOPROD"),
        new OrganisationRenamed("ECOLOPROD Groupe"),
        new MembershipChanged(true, new DateOnly(2026, 12, 31)),
        new SpaceOpened(),
        new TagOpened(Id, "ECOLOPROD Films"),
        new TagRenamed(Id, "ECOLOPROD Cinéma"),
        new TagStructureRenamed(Id, "ECOLOPROD Groupe"),
        new TagRetired(Id),
        new AdministratorAdded(Id),
        new AdministratorRemoved(Id),
        new KeyIssued(Id, "Tableau de bord RSE", ["read:dashboard", "read:lines"], "D-2026-117", new DateOnly(2027, 11, 30)),
        new KeyRevoked(Id),
        new AdministratorInvited(Id),
        new InvitationEnded(Id),
        new GraceGiven(new DateOnly(2027, 3, 31)),
        new TagWithdrawn(Id),
        new SpaceClosed(),
        new SpaceRequested(Id, "opening", Other, null, ["ECOLOPROD", "ECOLOPROD Films"], [new RequestedSeat(Id, Other)]),
        new RequestQuestioned("L’autorisation n’est pas signée."),
        new RequestAnswered("La voici signée.", ["ECOLOPROD"], [new RequestedSeat(Id, Other)]),
        new RequestApproved(),
        new RequestRefused("La structure n’est plus adhérente."),
        new RequestWithdrawn(),
        new ProjectDescribed(
            4, Id, "Documentaire", "documentary", ["other"], "other", false, "EUR", 300000m, 1, 3120, "hd", new DateOnly(2022, 12, 5), new DateOnly(2023, 10, 2), 100,
            "FR", ["BE", "BW"], ["ECOLOPROD"], Then, Then, new DateOnly(2026, 3, 1)),
        new AssessmentMeasured("final", 19, 15660.25m, 19, [new MeasuredCell("transport", "transport", "shooting", 15660.25m)], Then, true),
        new StructureTagged(Id, Other, 5, Id, Other, Then),
        new StructureUntagged(Id, Other, 6, Then),
        new StructureDetached(Id, Other, 5, Other),
        new ProjectDeleted(),
        new LinesTold(
            Id, "final", 19,
            [new ToldLine(Other, 190_000, "transport", "transport", "shooting", "Taxis", 120m, 300m, "measured", "taxis", new ToldFactor("taxi", 3, 2.5m, "km", 2022, new("Taxi", "Taxi"), new("km", "km"), new("ADEME", "ADEME"), new("France", "France"), new("usage", "use")))],
            [Id]),
        new LinesForgotten(Id, "final"),
        new RateGiven("USD", new DateOnly(2026, 1, 2), 0.92m, "BCE"),
        new RateWithdrawn("USD", new DateOnly(2026, 1, 2)),
    ];

    public static TheoryData<string> Names => [.. MemberSpaceEvents.Map.All.Select(e => e.Key)];

    [Fact]
    public void Every_stored_event_has_a_sample() => Samples.Select(s => s.GetType()).ShouldBe(MemberSpaceEvents.Map.All.Select(e => e.Value), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_as_approved_and_read_back(string name)
    {
        var approved = File.ReadAllText(Repository.PathOf("tests", "EcoprodPlatform.MemberSpace.Tests", "Approved", $"{name}.json"));
        var written = MemberSpaceEvents.Map.Write(Sample(name));
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(approved)).ShouldBeTrue($"{name} is now written as {written}");
        MemberSpaceEvents.Map.Write(MemberSpaceEvents.Map.Read(name, approved)).ShouldBe(written);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_projection_handles_it_or_says_that_it_does_not(string name)
    {
        var stored = MemberSpaceEvents.Map.Wrap(Sample(name));
        var rows = new ProjectionBatch((_, _) => { });
        foreach (var projection in new SqlProjection[] { new OrganisationsProjection(), new RequestsProjection(), new SharedProjectsProjection(), new SharedLinesProjection() })
        {
            Should.NotThrow(() => projection.Apply(stored, rows));
        }
    }

    private static object Sample(string name) => Samples.Single(s => MemberSpaceEvents.Map.NameOf(s.GetType()) == name);
}
