using EcoprodPlatform.Documents;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.Footprint.Assessments.Assessment>;

namespace EcoprodPlatform.Footprint.Tests;

public sealed class AssessmentSpecs
{
    private static readonly AssessmentKind Kind = AssessmentKind.Provisional;
    private static readonly ProjectId Project = new(FirstProject.Id(1000));
    private static readonly ActivityLine Train = FirstProject.Activity[0];
    private static readonly ActivityLine Plane = FirstProject.Activity[1];
    private static readonly LineAdded TrainAdded = new(Project, Kind, Train);
    private static readonly LineAdded PlaneAdded = new(Project, Kind, Plane);
    private static readonly DocumentId First = new(FirstProject.Id(2001));
    private static readonly DocumentId Second = new(FirstProject.Id(2002));

    [Fact]
    public void A_line_comes_in() => Given().When(a => a.Add(Project, Kind, Train)).Then(TrainAdded);

    [Fact]
    public void B03_With_its_project_it_ends_begun_or_not_frozen_or_not_and_takes_nothing_in()
    {
        var erased = new AssessmentErased(Project, Kind);
        Given().When(a => a.Erase(Project, Kind)).Then(erased);
        Given(TrainAdded, new AssessmentFrozen(Project, Kind)).When(a => a.Erase(Project, Kind)).Then(erased).Count.ShouldBe(0);
        Given(TrainAdded, erased).When(a => a.Erase(Project, Kind)).ThenNothing();
        Given(TrainAdded, erased).When(a => a.Freeze(Project, Kind)).ThenNothing();
        Given(TrainAdded, erased).When(a => a.Add(Project, Kind, Plane)).ThenBreaks("footprint.unknown-project");
        Given(TrainAdded, erased).When(a => a.Replace(Project, Kind, [Plane])).ThenBreaks("footprint.unknown-project");
        Given(TrainAdded, erased).When(a => a.Change(Project, Kind, Train, 1)).ThenBreaks("footprint.unknown-line");
    }

    [Fact]
    public void B02_No_line_makes_a_total_that_cannot_be_true()
    {
        var refused = Given(Half(1)).When(a => a.Add(Project, Kind, Heavy(2, 1_000_000_000.000001m))).ThenBreaks("footprint.total-too-large");
        refused.Field.ShouldBe("quantity");
        refused.Text.Fr.ShouldContain("2\u202F000\u202F000\u00A0t");
        Given(Half(1)).When(a => a.Add(Project, Kind, Heavy(2, 1_000_000_000m))).Then(Half(2));
        Given(Half(1), Half(2)).When(a => a.Add(Project, Kind, Train)).ThenBreaks("footprint.total-too-large");
    }

    [Fact]
    public void B02_Neither_does_a_change_a_replacement_or_a_copy()
    {
        Given(Half(1), Half(2)).When(a => a.Change(Project, Kind, Heavy(1, 1_000_000_000.000001m), 1)).ThenBreaks("footprint.total-too-large");
        Given(Half(1), Half(2)).When(a => a.Change(Project, Kind, Heavy(1, 999_999_999m), 1)).Then(new LineChanged(Project, Kind, Heavy(1, 999_999_999m)));
        Given().When(a => a.Replace(Project, Kind, [Heavy(1, 1_000_000_000m), Heavy(2, 1_000_000_000m), Train])).ThenBreaks("footprint.total-too-large");
        var old = new EventStream<Assessment>(Guid.Empty, 1, Given(new LinesReplaced(Project, Kind, [Heavy(1, 3_000_000_000m)])).State);
        Given().When(a => a.CopyOf(Project, old, () => FirstProject.Id(9))).ThenBreaks("footprint.total-too-large");
    }

    [Fact]
    public void B02_What_was_over_the_bound_before_there_was_one_may_become_smaller()
        => Given(new LinesReplaced(Project, Kind, [Heavy(1, 5_000_000_000m), Train]))
            .When(a => a.Change(Project, Kind, Heavy(1, 4_000_000_000m), 1)).Then(new LineChanged(Project, Kind, Heavy(1, 4_000_000_000m)));

    /// <summary>The edit of one event undone, as the log has it.</summary>
    private static Decision Undone(int at, params AssessmentEvent[] history)
        => Given(history).When(a => [a.Undo(Project, Kind, at, After(history[..(at - 1)]), After(history[..at]))]);

    private static Assessment After(AssessmentEvent[] history) => history.Aggregate(Assessment.Empty, (state, e) => state.Apply(e));

    private static LineAdded Half(int id) => new(Project, Kind, Heavy(id, 1_000_000_000m));

    private static ActivityLine Heavy(int id, decimal kilograms)
        => Train with { Id = FirstProject.Id(100 + id), Factor = Train.Factor with { Value = 1 }, Quantity = kilograms };

    [Fact]
    public void The_same_line_sent_twice_is_one_line() => Given(TrainAdded).When(a => a.Add(Project, Kind, Train)).ThenNothing();

    [Fact]
    public void Another_line_under_a_known_id_is_refused()
        => Given(TrainAdded).When(a => a.Add(Project, Kind, Train with { Quantity = 7 })).ThenBreaks("footprint.line-id-taken").Kind.ShouldBe(RuleKind.Conflict);

    [Fact]
    public void A_late_second_sending_does_not_bring_a_removed_line_back()
        => Given(TrainAdded, new LineRemoved(Project, Kind, Train.Id)).When(a => a.Add(Project, Kind, Train)).ThenBreaks("footprint.line-removed");

    [Fact]
    public void A_line_changes_if_it_is_still_as_seen()
        => Given(TrainAdded).When(a => a.Change(Project, Kind, Train with { Quantity = 7 }, 1)).Then(new LineChanged(Project, Kind, Train with { Quantity = 7 }));

    [Fact]
    public void Saving_a_line_without_a_change_records_nothing()
        => Given(TrainAdded).When(a => a.Change(Project, Kind, Train, 1)).ThenNothing();

    [Fact]
    public void A_line_changed_by_someone_else_meanwhile_is_not_overwritten()
        => Given(TrainAdded, new LineChanged(Project, Kind, Train with { Quantity = 7 }))
            .When(a => a.Change(Project, Kind, Train with { Quantity = 8 }, 1)).ThenIsStale();

    [Fact]
    public void Two_people_may_change_two_lines_at_once()
        => Given(TrainAdded, PlaneAdded, new LineChanged(Project, Kind, Plane with { Quantity = 7 }))
            .When(a => a.Change(Project, Kind, Train with { Quantity = 8 }, 1)).Then(new LineChanged(Project, Kind, Train with { Quantity = 8 }));

    [Fact]
    public void A_line_that_is_not_there_cannot_be_changed()
        => Given(TrainAdded).When(a => a.Change(Project, Kind, Plane, 1)).ThenBreaks("footprint.unknown-line").Kind.ShouldBe(RuleKind.NotFound);

    [Fact]
    public void A_line_goes() => Given(TrainAdded, PlaneAdded).When(a => a.Remove(Project, Kind, new LineId(Train.Id), 1)).Then(new LineRemoved(Project, Kind, Train.Id)).Lines.ShouldBe([Plane]);

    [Fact]
    public void A_line_that_changed_meanwhile_is_not_removed()
        => Given(TrainAdded, new LineChanged(Project, Kind, Train with { Quantity = 7 })).When(a => a.Remove(Project, Kind, new LineId(Train.Id), 1)).ThenIsStale();

    [Fact]
    public void A_line_goes_once()
        => Given(TrainAdded, new LineRemoved(Project, Kind, Train.Id)).When(a => a.Remove(Project, Kind, new LineId(Train.Id), 1)).ThenBreaks("footprint.unknown-line");

    [Fact]
    public void Lines_come_in_at_once_a_known_one_takes_its_place_and_what_is_there_just_so_stays()
    {
        var changed = Train with { Quantity = 7 };
        var then = Given(TrainAdded).When(a => a.Enter(Project, Kind, [changed, Plane])).Then(new LinesEntered(Project, Kind, [changed, Plane]));
        then.Lines.ShouldBe([changed, Plane]);
        then.VersionOf(new LineId(Train.Id)).ShouldBe(2);
        Given(TrainAdded, PlaneAdded).When(a => a.Enter(Project, Kind, [Plane, Train])).ThenNothing();
    }

    [Fact]
    public void Lines_that_come_in_at_once_meet_the_bounds_of_the_whole_once()
    {
        var many = Enumerable.Range(1, Assessment.MostLines).Select(n => Train with { Id = FirstProject.Id(n) }).ToArray();
        Given(new LinesEntered(Project, Kind, many)).When(a => a.Enter(Project, Kind, [many[0] with { Quantity = 7 }, Plane with { Id = FirstProject.Id(9000) }])).ThenBreaks("footprint.too-many-lines");
        Given(new LinesEntered(Project, Kind, [Heavy(1, 1_000_000_000m)])).When(a => a.Enter(Project, Kind, [Heavy(1, 1m), Heavy(2, 1_000_000_000m)]))
            .Then(new LinesEntered(Project, Kind, [Heavy(1, 1m), Heavy(2, 1_000_000_000m)]));
        Given(new LinesEntered(Project, Kind, [Heavy(1, 1_000_000_000m)])).When(a => a.Enter(Project, Kind, [Heavy(2, 1_000_000_000m), Heavy(3, 1m)])).ThenBreaks("footprint.total-too-large");
    }

    [Fact]
    public void What_came_in_at_once_goes_by_an_undo_while_it_is_untouched()
    {
        var entered = new LinesEntered(Project, Kind, [Train, Plane]);
        Undone(1, entered).Then(new EditUndone(Project, Kind, 1, [], [], [Train.Id, Plane.Id])).Lines.ShouldBeEmpty();
        Undone(1, entered, new LineRemoved(Project, Kind, Plane.Id)).Then(new EditUndone(Project, Kind, 1, [], [], [Train.Id]));
        Undone(1, entered, new LineChanged(Project, Kind, Plane with { Quantity = 7 })).ThenBreaks("footprint.entry-changed").Kind.ShouldBe(RuleKind.Conflict);
        Undone(1, entered, new EvidenceAttached(Project, Kind, Train.Id, [First])).ThenBreaks("footprint.entry-changed");
        Undone(1, entered, new LinesRemoved(Project, Kind, [Train.Id, Plane.Id])).ThenBreaks("footprint.entry-changed");
        Undone(1, entered, new AssessmentFrozen(Project, Kind)).ThenBreaks("footprint.closed");
    }

    [Fact]
    public void A_removed_line_comes_back_to_its_place_with_its_evidence_and_can_be_changed()
    {
        AssessmentEvent[] history = [TrainAdded, new EvidenceAttached(Project, Kind, Train.Id, [First]), PlaneAdded, new LineRemoved(Project, Kind, Train.Id)];
        var state = Undone(4, history).Then(new EditUndone(Project, Kind, 4, [Train], [new PutBack(1, 0, [First])], []));
        state.Lines.ShouldBe([Train, Plane]);
        state.EvidenceOf(new LineId(Train.Id)).ShouldBe([new DocumentId(First)]);
        state.VersionOf(new LineId(Train.Id)).ShouldBe(5);
        state.ClashOf(Train).ShouldBeNull();
        // What else has happened meanwhile stays.
        Undone(4, [.. history, new LineChanged(Project, Kind, Plane with { Quantity = 7 })]).Then(new EditUndone(Project, Kind, 4, [Train], [new PutBack(1, 0, [First])], []));
    }

    [Fact]
    public void A_changed_line_reads_again_as_before_and_keeps_what_proves_it_now()
    {
        AssessmentEvent[] history = [TrainAdded, new LineChanged(Project, Kind, Train with { Quantity = 7 })];
        Undone(2, [.. history, new EvidenceAttached(Project, Kind, Train.Id, [First])]).Then(new EditUndone(Project, Kind, 2, [Train], [new PutBack(1, 0, [First])], []))
            .EvidenceOf(new LineId(Train.Id)).ShouldBe([new DocumentId(First)]);
        Undone(2, [.. history, new LineRemoved(Project, Kind, Train.Id)]).ThenBreaks("footprint.entry-changed");
    }

    [Fact]
    public void An_undo_meets_the_bounds_of_the_whole()
    {
        var many = Enumerable.Range(1, Assessment.MostLines).Select(n => Train with { Id = FirstProject.Id(n) }).ToArray();
        Undone(2, new LinesEntered(Project, Kind, many), new LineRemoved(Project, Kind, many[0].Id), new LineAdded(Project, Kind, Plane with { Id = FirstProject.Id(9000) })).ThenBreaks("footprint.too-many-lines");
        Undone(2, new LinesEntered(Project, Kind, [Heavy(1, 1_000_000_000m)]), new LineRemoved(Project, Kind, Heavy(1, 1m).Id), new LinesEntered(Project, Kind, [Heavy(2, 1_000_000_000m), Heavy(3, 1_000_000_000m)]))
            .ThenBreaks("footprint.total-too-large");
    }

    [Fact]
    public void All_lines_are_replaced_at_once()
        => Given(TrainAdded).When(a => a.Replace(Project, Kind, [Plane])).Then(new LinesReplaced(Project, Kind, [Plane])).Lines.ShouldBe([Plane]);

    [Fact]
    public void Replacing_lines_by_themselves_records_nothing()
        => Given(TrainAdded, PlaneAdded).When(a => a.Replace(Project, Kind, [Train, Plane])).ThenNothing();

    [Fact]
    public void Lines_keep_the_order_they_were_sent_in()
        => Given(new LinesReplaced(Project, Kind, [.. FirstProject.Activity])).State.Lines.ShouldBe(FirstProject.Activity);

    [Fact]
    public void More_lines_than_a_production_file_has_are_refused()
    {
        var many = Enumerable.Range(1, Assessment.MostLines).Select(n => Train with { Id = FirstProject.Id(n) }).ToArray();
        Given(new LinesReplaced(Project, Kind, many)).When(a => a.Add(Project, Kind, Plane with { Id = FirstProject.Id(1 + many.Length) }))
            .ThenBreaks("footprint.too-many-lines");
    }

    [Fact]
    public void Files_prove_a_line_once_until_they_are_taken_off()
    {
        var attached = new EvidenceAttached(Project, Kind, Train.Id, [First, Second]);
        Given(TrainAdded).When(a => a.Attach(Project, Kind, new LineId(Train.Id), [First, Second])).Then(attached).EvidenceOf(new LineId(Train.Id)).ShouldBe([First, Second]);
        Given(TrainAdded, attached).When(a => a.Attach(Project, Kind, new LineId(Train.Id), [Second])).ThenNothing();
        Given(TrainAdded, attached).When(a => a.Detach(Project, Kind, new LineId(Train.Id), First))
            .Then(new EvidenceDetached(Project, Kind, Train.Id, First)).EvidenceOf(new LineId(Train.Id)).ShouldBe([Second]);
        Given(TrainAdded).When(a => a.Detach(Project, Kind, new LineId(Train.Id), First)).ThenBreaks("footprint.unknown-evidence").Kind.ShouldBe(RuleKind.NotFound);
        Given().When(a => a.Attach(Project, Kind, new LineId(Train.Id), [First])).ThenBreaks("footprint.unknown-line");
        Given(TrainAdded, attached, new AssessmentFrozen(Project, Kind)).When(a => a.Detach(Project, Kind, new LineId(Train.Id), First)).ThenBreaks("footprint.closed");
    }

    [Fact]
    public void A_line_that_changes_or_stays_in_a_replacement_keeps_its_files()
    {
        var attached = new EvidenceAttached(Project, Kind, Train.Id, [First]);
        Given(TrainAdded, attached, new LineChanged(Project, Kind, Train with { Quantity = 7 })).State.EvidenceOf(new LineId(Train.Id)).ShouldBe([First]);
        Given(TrainAdded, PlaneAdded, attached, new LinesReplaced(Project, Kind, [Train with { Quantity = 7 }])).State.EvidenceOf(new LineId(Train.Id)).ShouldBe([First]);
        Given(TrainAdded, PlaneAdded, attached, new LinesReplaced(Project, Kind, [Plane])).State.AllEvidence.ShouldBeEmpty();
        Given(TrainAdded, attached).State.VersionOf(new LineId(Train.Id)).ShouldBe(1, "an edit under way is not stale");
    }

    [Fact]
    public void The_final_assessment_starts_as_a_copy_with_lines_of_its_own()
    {
        var provisional = new EventStream<Assessment>(FirstProject.Id(5), 2, Given(TrainAdded, PlaneAdded).State);
        var next = 100;
        Given().When(a => a.CopyOf(Project, provisional, () => FirstProject.Id(next++))).Then(new AssessmentCopied(
            Project, AssessmentKind.Final, 2, [Train with { Id = FirstProject.Id(100), CopiedFrom = Train.Id }, Plane with { Id = FirstProject.Id(101), CopiedFrom = Plane.Id }]));
    }

    [Fact]
    public void A_final_assessment_that_has_lines_is_not_overwritten_by_a_copy()
    {
        var provisional = new EventStream<Assessment>(FirstProject.Id(5), 1, Given(TrainAdded).State);
        Given(PlaneAdded).When(a => a.CopyOf(Project, provisional, () => FirstProject.Id(9))).ThenBreaks("footprint.final-started");
    }

    [Fact]
    public void An_empty_provisional_assessment_cannot_be_copied()
    {
        var provisional = new EventStream<Assessment>(FirstProject.Id(5), 0, Assessment.Empty);
        Given().When(a => a.CopyOf(Project, provisional, () => FirstProject.Id(9))).ThenBreaks("footprint.nothing-to-copy");
    }

    [Fact]
    public void Closing_freezes_once()
    {
        Given(TrainAdded).When(a => a.Freeze(Project, Kind)).Then(new AssessmentFrozen(Project, Kind) { Seal = AssessmentSeal.Of([Train]) });
        Given(TrainAdded, new AssessmentFrozen(Project, Kind)).When(a => a.Freeze(Project, Kind)).ThenNothing();
    }

    [Fact]
    public void A_frozen_assessment_refuses_every_change()
    {
        var frozen = Given(TrainAdded, new AssessmentFrozen(Project, Kind));
        var other = new EventStream<Assessment>(FirstProject.Id(5), 1, Given(TrainAdded).State);
        frozen.When(a => a.Add(Project, Kind, Plane)).ThenBreaks("footprint.closed");
        frozen.When(a => a.Change(Project, Kind, Train with { Quantity = 1 }, 1)).ThenBreaks("footprint.closed");
        frozen.When(a => a.Remove(Project, Kind, new LineId(Train.Id), 1)).ThenBreaks("footprint.closed");
        frozen.When(a => a.Replace(Project, Kind, [Plane])).ThenBreaks("footprint.closed");
        frozen.When(a => a.CopyOf(Project, other, () => FirstProject.Id(9))).ThenBreaks("footprint.closed");
    }

    [Fact]
    public void An_assessment_that_was_only_frozen_was_never_started()
        => Given(new AssessmentFrozen(Project, Kind)).State.IsStarted.ShouldBeFalse();

    [Fact]
    public void An_event_nobody_knows_stops_the_reading()
        => Should.Throw<EventSourcing.UnreadableEventException>(() => Given(new object()));

    [Fact]
    public void Each_project_has_one_stream_per_kind_that_everybody_derives_alike()
    {
        var id = AssessmentKind.Provisional.StreamId(Project);
        id.ShouldBe(AssessmentKind.Provisional.StreamId(Project));
        id.ShouldNotBe(AssessmentKind.Final.StreamId(Project));
        id.ShouldNotBe(AssessmentKind.Provisional.StreamId(new ProjectId(FirstProject.Id(2))));
        id.Version.ShouldBe(8);
        // Streams already written must be found for ever: this value never changes.
        AssessmentKind.Final.StreamId(new ProjectId(new Guid("01900000-0000-7000-8000-000000000000"))).ToString().ShouldBe("65d98316-39cc-8c04-803a-b3eab667bd43");
    }
}
