using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using Kind = EcoprodPlatform.MemberSpace.SharedProjects.Telling;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.MemberSpace.SharedProjects.SharedProject>;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>What is made of facts that arrive in any order, and twice.</summary>
public sealed class SharedProjectSpecs
{
    private static readonly TagId Tag = new(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
    private static readonly TagId Other = new(Guid.Parse("00000000-0000-7000-8000-0000000000a2"));
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
    public void B03_Once_deleted_nothing_is_taken_in_whatever_its_version()
    {
        Given(Described(3), Tagged(4), Measured("final", 9)).When(p => p.Delete()).Then(new ProjectDeleted()).IsShowable.ShouldBeFalse();
        Given(new ProjectDeleted()).When(p => p.Delete()).ThenNothing();
        Given(new ProjectDeleted()).When(p => p.Describe(Described(9))).ThenNothing();
        Given(new ProjectDeleted()).When(p => p.Measure(Measured("final", 9))).ThenNothing();
        Given(new ProjectDeleted()).When(p => p.Tag(Tagged(9))).ThenNothing();
        Given(new ProjectDeleted()).When(p => p.Untag(Untagged(9))).ThenNothing();
        Given(Described(3), Tagged(4), new ProjectDeleted()).When(p => p.Detach(Organisation, Tag, Camille)).ThenBreaks("project.not-in-space");
    }

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
    public void A_tag_put_back_after_a_while_is_told_as_such()
        => Telling(Given(Described(1), Tagged(2), Untagged(3)).State, Tagged(4, minutes: 10)).ShouldBe((EventOf(4), Kind.Again));

    [Fact]
    public void B15_a_tag_put_back_within_ten_minutes_is_no_news()
    {
        var project = Given(Described(1), Tagged(2), Untagged(3)).State;
        Told(project, Tagged(4, minutes: 9.9)).ShouldBeEmpty();
        Told(project.Apply(Tagged(4, minutes: 5)).Apply(Untagged(5, minutes: 6)), Tagged(6, minutes: 15)).ShouldBeEmpty("ten minutes after it went, not after it was told");
        Told(project.Apply(Tagged(4, minutes: 5)).Apply(Untagged(5, minutes: 6)), Tagged(6, minutes: 16)).ShouldBe([EventOf(6)]);
    }

    [Fact]
    public void B15_a_tag_whose_going_was_not_heard_of_is_no_news() => Told(Given(Described(1), Tagged(2)).State, Tagged(4, minutes: 60)).ShouldBeEmpty();

    [Fact]
    public void B15_what_the_structure_took_off_itself_is_always_told_anew()
    {
        var detached = Given(Described(1), Tagged(2), new StructureDetached(Tag, Organisation, 2, Camille));
        Telling(detached.State, Tagged(4, minutes: 1)).ShouldBe((EventOf(4), Kind.Again));
        Telling(detached.State.Apply(Untagged(3)), Tagged(4, minutes: 1)).ShouldBe((EventOf(4), Kind.Again));
    }

    [Fact]
    public void B15_a_second_tag_of_the_same_structure_has_words_of_its_own()
    {
        var project = Given(Described(1), Tagged(2)).State;
        Telling(Given(Described(1)).State, Tagged(2)).ShouldBe((EventOf(2), Kind.New));
        Telling(project, Tagged(3, tag: Other)).ShouldBe((EventOf(3), Kind.OneMoreTag));
        Telling(project.Apply(Untagged(3)), Tagged(4, tag: Other, minutes: 5)).ShouldBe((EventOf(4), Kind.OneMoreTag));
        Telling(project.Apply(Untagged(3)), Tagged(4, tag: Other, minutes: 15)).ShouldBe((EventOf(4), Kind.Again));
    }

    [Fact]
    public void B15_two_tags_told_at_once_are_one_project()
    {
        var before = Given(Tagged(3, tag: Other), Tagged(2)).State;
        before.Apply(Described(1)).ToldSince(before).Select(t => (t.Tagging.EventId, t.Telling))
            .ShouldBe([(EventOf(2), Kind.New), (EventOf(3), Kind.OneMoreTag)]);
    }

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

    private static Guid?[] Told(SharedProject before, SharedProjectEvent @event) => [.. before.Apply(@event).ToldSince(before).Select(t => t.Tagging.EventId)];

    private static (Guid?, Kind) Telling(SharedProject before, SharedProjectEvent @event)
        => before.Apply(@event).ToldSince(before).Select(t => (t.Tagging.EventId, t.Telling)).ShouldHaveSingleItem();

    private static Guid EventOf(long version) => Guid.Parse($"00000000-0000-7000-8000-{version:x12}");

    private static StructureTagged Tagged(long version, double minutes = 0, TagId? tag = null) => new(tag ?? Tag, Organisation, version, EventOf(version), Camille, Noon.AddMinutes(minutes));

    private static StructureUntagged Untagged(long version, double minutes = 0) => new(Tag, Organisation, version, Noon.AddMinutes(minutes));

    private static AssessmentMeasured Measured(string kind, long version) => new(kind, version, 1m, 1, [new MeasuredCell("transport", "transport", "shooting", 1m)], Noon, false);

    private static ProjectDescribed Described(long version, bool isExercise = false) => new(
        version, Camille, "Documentaire", "documentary", ["other"], null, isExercise, "EUR", 300_000m, 1, 3120, "hd", null, null, null, "FR", [], [], Noon, Noon, null);
}
