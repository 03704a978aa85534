using System.Text.Json.Nodes;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What is written in the log today must be readable for ever: the approved files only ever gain neighbours.</summary>
public sealed class StoredEventTests
{
    private static readonly Guid Project = FirstProject.Id(1000);

    private static readonly AssessmentKind Scenario = AssessmentKind.Scenario(FirstProject.Id(4000));

    private static readonly object[] Samples =
    [
        new LineAdded(Project, AssessmentKind.Provisional, FirstProject.Activity[0]),
        new LineChanged(Project, AssessmentKind.Provisional, FirstProject.Activity[1] with { Label = null }),
        new LineRemoved(Project, AssessmentKind.Final, FirstProject.Activity[0].Id),
        new LinesEntered(Project, AssessmentKind.Provisional, [FirstProject.Activity[0], FirstProject.Activity[11]]),
        new LinesRemoved(Project, AssessmentKind.Provisional, [FirstProject.Activity[0].Id, FirstProject.Activity[11].Id]),
        new EditUndone(Project, AssessmentKind.Provisional, 7, [FirstProject.Activity[0]], [new PutBack(3, 1, [FirstProject.Id(2001)])], [FirstProject.Activity[11].Id]),
        new LinesReplaced(Project, AssessmentKind.Final, [FirstProject.Activity[0], FirstProject.Activity[11]]),
        new AssessmentCopied(Project, AssessmentKind.Final, 7, [FirstProject.Activity[0]]),
        new QuestionAnswered(
            Project, AssessmentKind.Provisional, new Answer("train", "travel", AnswerState.Given, 1, [new AnswerField("people", 6), new AnswerField("km", 1550.5m)]),
            [FirstProject.Activity[0] with { Label = null, Origin = new LineOrigin("train", "travel", "line"), Status = DataStatus.Calculated }], [FirstProject.Id(3001)]),
        new ScenarioStarted(Project, Scenario, "Tourner en Belgique, en train", AssessmentKind.Provisional, 7, [FirstProject.Activity[0] with { CopiedFrom = FirstProject.Id(3) }]) { Aside = ["sets"] },
        new ScenarioRenamed(Project, Scenario, "En train"),
        new AnswerWithdrawn(Project, AssessmentKind.Provisional, "train", [FirstProject.Id(3001)]),
        new SectionSwitched(Project, AssessmentKind.Provisional, "sets", true),
        new FactorsUpgraded(Project, AssessmentKind.Provisional, 2, [FirstProject.Activity[0] with { Factor = new LineFactor("tgv", 2, 0.003m, "passenger.km") }]),
        new AssessmentFrozen(Project, AssessmentKind.Provisional),
        new AssessmentErased(Project, AssessmentKind.Provisional),
        new EvidenceAttached(Project, AssessmentKind.Final, FirstProject.Activity[0].Id, [FirstProject.Id(2001), FirstProject.Id(2002)]),
        new EvidenceDetached(Project, AssessmentKind.Final, FirstProject.Activity[0].Id, FirstProject.Id(2001)),
    ];

    public static TheoryData<string> Names => [.. FootprintEvents.Map.All.Select(e => e.Key)];

    [Fact]
    public void Every_stored_event_has_a_sample() => Samples.Select(s => s.GetType()).ShouldBe(FootprintEvents.Map.All.Select(e => e.Value), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_as_approved_and_read_back(string name)
    {
        var sample = Samples.Single(s => FootprintEvents.Map.NameOf(s.GetType()) == name);
        var approved = File.ReadAllText(Repository.PathOf("tests", "EcoprodPlatform.Footprint.Tests", "Approved", $"{name}.json"));
        var written = FootprintEvents.Map.Write(sample);
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(approved)).ShouldBeTrue($"{name} is now written as {written}");
        FootprintEvents.Map.Write(FootprintEvents.Map.Read(name, approved)).ShouldBe(written);
    }

    /// <summary>What an event has gained since: a file beside the one that was approved first.</summary>
    [Fact]
    public void An_answer_with_its_countries_is_written_as_approved_and_read_back()
    {
        var answer = new Answer("studio-electricity", "studio", AnswerState.Given, 2, [new AnswerField("kwh", 1200), new AnswerField("kwh2", 300)]) { Places = [new AnswerPlace("country2", "BE")] };
        var written = FootprintEvents.Map.Write(new QuestionAnswered(Project, AssessmentKind.Provisional, answer, [], []));
        var approved = File.ReadAllText(Repository.PathOf("tests", "EcoprodPlatform.Footprint.Tests", "Approved", "question-answered.v1.places.json"));
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(approved)).ShouldBeTrue(written);
        ((QuestionAnswered)FootprintEvents.Map.Read("question-answered.v1", approved)).Answer.ShouldBe(answer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_aggregate_folds_it(string name)
    {
        var sample = Samples.Single(s => FootprintEvents.Map.NameOf(s.GetType()) == name);
        var before = sample is LineChanged or LineRemoved or FactorsUpgraded or EvidenceAttached or EvidenceDetached
            ? Assessment.Empty.Apply(new LinesReplaced(Project, AssessmentKind.Final, [.. FirstProject.Activity]))
            : Assessment.Empty;
        before.Apply((AssessmentEvent)sample).Version.ShouldBe(before.Version + 1);
    }
}
