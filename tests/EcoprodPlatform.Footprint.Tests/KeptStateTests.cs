using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>An assessment with thousands of edits is folded from its last kept state, and is the same as folded from its first event.</summary>
public sealed class KeptStateTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Thousands_of_edits_are_folded_from_the_last_hundred_and_make_the_same_assessment()
    {
        var (random, id, project) = (new Random(7), app.Ids.NewId(), new ProjectId(app.Ids.NewId()));
        var stream = await app.Store.LoadAsync<Assessment>(id, default);
        var edits = Edits(random, project).Take(3_050).ToArray();
        foreach (var piece in edits.Chunk(61))
        {
            await app.Store.Begin(Actor.System).Append(stream, piece).SaveAsync(default);
            stream = await app.Store.LoadAsync<Assessment>(id, default);
        }

        var kept = await app.Database.ScalarAsync<long>($"select (data ->> 'version')::bigint from footprint.mt_doc_kept_assessment_{Assessment.SnapshotForm} where id = '{id}'");
        kept.ShouldBeInRange(2_950, 3_050);
        await app.Database.ScalarAsync<object?>($"delete from footprint.mt_doc_kept_assessment_{Assessment.SnapshotForm} where id = '{id}' returning 1");
        var folded = (await app.Store.LoadAsync<Assessment>(id, default)).State;

        stream.Version.ShouldBe(3_050);
        stream.State.Version.ShouldBe(folded.Version);
        (stream.State.IsStarted, stream.State.IsFrozen, stream.State.Count).ShouldBe((folded.IsStarted, folded.IsFrozen, folded.Count));
        stream.State.Lines.ShouldBe(folded.Lines);
        foreach (var line in folded.Lines)
        {
            stream.State.VersionOf(new LineId(line.Id)).ShouldBe(folded.VersionOf(new LineId(line.Id)));
        }

        // What was removed stays removed: a late second sending is still refused.
        var removed = edits.OfType<LineRemoved>().First(r => folded.Find(new LineId(r.LineId)) is null);
        var late = edits.OfType<LineAdded>().First(a => a.Line.Id == removed.LineId);
        Should.Throw<RuleBrokenException>(() => stream.State.Add(project, AssessmentKind.Provisional, late.Line)).Code.ShouldBe("footprint.line-removed");
    }

    /// <summary>What a busy crew does: adds, changes, removes, and now and then sends everything anew.</summary>
    private IEnumerable<object> Edits(Random random, ProjectId project)
    {
        var lines = new List<ActivityLine>();
        while (true)
        {
            switch (random.Next(100))
            {
                case < 45 when lines.Count < 300:
                    lines.Add(Some() with { Id = app.Ids.NewId() });
                    yield return new LineAdded(project, AssessmentKind.Provisional, lines[^1]);
                    break;
                case < 80 when lines.Count > 0:
                    var at = random.Next(lines.Count);
                    lines[at] = Some() with { Id = lines[at].Id };
                    yield return new LineChanged(project, AssessmentKind.Provisional, lines[at]);
                    break;
                case < 99 when lines.Count > 0:
                    var gone = random.Next(lines.Count);
                    yield return new LineRemoved(project, AssessmentKind.Provisional, lines[gone].Id);
                    lines.RemoveAt(gone);
                    break;
                default:
                    lines = [.. lines.Take(20), .. FirstProject.Activity.Select(l => l with { Id = app.Ids.NewId() })];
                    yield return new LinesReplaced(project, AssessmentKind.Provisional, [.. lines]);
                    break;
            }
        }

        ActivityLine Some() => FirstProject.Activity[random.Next(FirstProject.Activity.Count)] with { Quantity = random.Next(1, 9_999_999) / 100m, Label = random.Next(3) == 0 ? null : "Repérage « été » <b>" };
    }
}
