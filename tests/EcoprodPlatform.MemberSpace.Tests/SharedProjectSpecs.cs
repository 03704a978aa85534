using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.MemberSpace.SharedProjects.SharedProject>;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>What is made of facts that arrive in any order, and twice.</summary>
public sealed class SharedProjectSpecs
{
    private static readonly TagId Tag = new(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
    private static readonly OrganisationId Organisation = new(Guid.Parse("00000000-0000-7000-8000-0000000000b1"));
    private static readonly OrganisationId Stranger = new(Guid.Parse("00000000-0000-7000-8000-0000000000b2"));
    private static readonly PersonId Camille = new(Guid.Parse("00000000-0000-7000-8000-0000000000c1"));
    private static readonly DateTimeOffset Noon = new(2023, 12, 13, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_older_description_changes_nothing() => Given(Described(3)).When(p => p.Describe(Described(2))).ThenNothing();

    [Fact]
    public void The_same_description_changes_nothing() => Given(Described(3)).When(p => p.Describe(Described(3))).ThenNothing();

    [Fact]
    public void A_newer_description_is_recorded() => Given(Described(3)).When(p => p.Describe(Described(5))).Then(Described(5));

    [Fact]
    public void Versions_of_the_two_assessments_are_apart() => Given(Measured("final", 9)).When(p => p.Measure(Measured("provisional", 1))).Then(Measured("provisional", 1));

    [Fact]
    public void An_older_result_changes_nothing() => Given(Measured("final", 9)).When(p => p.Measure(Measured("final", 8))).ThenNothing();

    [Fact]
    public void An_untagging_that_overtakes_its_tagging_wins() => Given(Untagged(7)).When(p => p.Tag(Tagged(5))).ThenNothing();

    [Fact]
    public void A_late_untagging_does_not_take_a_newer_tagging_off() => Given(Tagged(5), Tagged(9)).When(p => p.Untag(Untagged(7))).ThenNothing();

    [Fact]
    public void A_tag_on_a_described_project_is_told_with_the_tag() => Told(Given(Described(1)).State, Tagged(2)).ShouldBe([EventOf(2)]);

    [Fact]
    public void A_tag_that_comes_first_is_told_with_the_description()
    {
        Told(Given().State, Tagged(2)).ShouldBeEmpty();
        Told(Given(Tagged(2)).State, Described(1)).ShouldBe([EventOf(2)]);
    }

    [Fact]
    public void A_tag_is_told_once()
    {
        Told(Given(Described(1), Tagged(2)).State, Described(3)).ShouldBeEmpty();
        Told(Given(Tagged(2), Described(1)).State, Described(3)).ShouldBeEmpty();
    }

    [Fact]
    public void A_new_tagging_is_told_again() => Told(Given(Described(1), Tagged(2), Untagged(3)).State, Tagged(4)).ShouldBe([EventOf(4)]);

    [Fact]
    public void An_exercise_is_not_told_until_it_is_none()
    {
        Told(Given(Described(1, isExercise: true)).State, Tagged(2)).ShouldBeEmpty();
        Told(Given(Described(1, isExercise: true), Tagged(2)).State, Described(3)).ShouldBe([EventOf(2)]);
    }

    [Fact]
    public void A_tag_that_left_before_the_description_came_is_not_told() => Told(Given(Tagged(2), Untagged(3)).State, Described(1)).ShouldBeEmpty();

    [Fact]
    public void A_structure_detaches_itself() => Given(Described(1), Tagged(5)).When(p => p.Detach(Organisation, Tag, Camille, 5))
        .Then(new StructureDetached(Tag, Organisation, 5, Camille));

    [Fact]
    public void Detaching_twice_is_once() => Given(Described(1), Tagged(5), new StructureDetached(Tag, Organisation, 5, Camille))
        .When(p => p.Detach(Organisation, Tag, Camille)).ThenNothing();

    [Fact]
    public void After_a_detachment_the_same_tagging_delivered_again_changes_nothing() => Given(Described(1), Tagged(5), new StructureDetached(Tag, Organisation, 5, Camille))
        .When(p => p.Tag(Tagged(5))).ThenNothing();

    [Fact]
    public void Only_a_new_tag_by_the_creator_restores_it() => Given(Described(1), Tagged(5), new StructureDetached(Tag, Organisation, 5, Camille))
        .When(p => p.Tag(Tagged(8))).Then(Tagged(8));

    [Fact]
    public void A_tagging_made_since_is_not_taken_off_unseen() => Given(Described(1), Tagged(9)).When(p => p.Detach(Organisation, Tag, Camille, 5)).ThenBreaks("project.tagged-again");

    [Fact]
    public void Nobody_detaches_another_structures_tag() => Given(Described(1), Tagged(5)).When(p => p.Detach(Stranger, Tag, Camille)).ThenBreaks("project.not-in-space");

    [Fact]
    public void A_project_nobody_shared_is_unknown() => Given(Described(1)).When(p => p.Detach(Organisation, Tag, Camille)).ThenBreaks("project.not-in-space");

    private static Guid?[] Told(SharedProject before, SharedProjectEvent @event) => [.. before.Apply(@event).ToldSince(before).Select(t => t.EventId)];

    private static Guid EventOf(long version) => Guid.Parse($"00000000-0000-7000-8000-{version:x12}");

    private static StructureTagged Tagged(long version) => new(Tag, Organisation, version, EventOf(version), Camille, Noon);

    private static StructureUntagged Untagged(long version) => new(Tag, Organisation, version, Noon);

    private static AssessmentMeasured Measured(string kind, long version) => new(kind, version, 1m, 1, [new MeasuredCell("transport", "transport", "shooting", 1m)], Noon, false);

    private static ProjectDescribed Described(long version, bool isExercise = false) => new(
        version, Camille, "Documentaire", "documentary", ["other"], null, isExercise, "EUR", 300_000m, 1, 3120, "hd", null, null, null, "FR", [], [], Noon, Noon, null);
}
