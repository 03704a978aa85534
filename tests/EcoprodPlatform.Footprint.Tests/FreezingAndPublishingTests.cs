using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What closing does, and what leaves the module.</summary>
public sealed class FreezingAndPublishingTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Closing_freezes_both_assessments_once_whatever_is_delivered_twice_or_late()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        await app.CloseAsync(project);
        await app.CloseAsync(project);
        await app.DeliverAsync(app.Described(project) with { ProjectVersion = 3, Title = "older" });
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1", "assessment-frozen.v1"]);
        (await app.EventsAsync(project.Id, AssessmentKind.Final)).ShouldBe(["assessment-frozen.v1"]);
        (await app.Database.ScalarAsync<string>($"select title from footprint.projects where project_id = '{project.Id}'")).ShouldBe("Documentaire");
    }

    [Fact]
    public async Task Each_change_publishes_the_whole_result_under_the_events_own_id()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var stored = (await app.Store.ReadStreamAsync(AssessmentKind.Provisional.StreamId(project.Id), default)).ShouldHaveSingleItem();
        var measured = (await PublishedAsync(stored)).ShouldNotBeNull();
        measured.EventId.ShouldBe(stored.Id);
        measured.ProjectId.ShouldBe(project.Id);
        measured.Kind.ShouldBe(AssessmentMeasuredV1.Provisional);
        measured.AssessmentVersion.ShouldBe(1);
        measured.TotalKg.ShouldBe(FirstProject.TotalKg);
        measured.Lines.ShouldBe(19);
        measured.Cells.Sum(c => c.Kg).ShouldBe(FirstProject.TotalKg);
        measured.IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_result_is_the_one_right_after_its_event_even_when_it_is_published_late()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", """{"lines":[]}""", 1);
        await app.CloseAsync(project);
        var events = await app.Store.ReadStreamAsync(AssessmentKind.Provisional.StreamId(project.Id), default);
        (await PublishedAsync(events[0]))!.TotalKg.ShouldBe(FirstProject.TotalKg);
        (await PublishedAsync(events[1]))!.Lines.ShouldBe(0);
        (await PublishedAsync(events[2]))!.IsFrozen.ShouldBeTrue();
    }

    [Fact]
    public async Task An_assessment_that_was_never_started_publishes_nothing_when_it_is_frozen()
    {
        var project = await app.ProjectAsync();
        await app.CloseAsync(project);
        var stored = (await app.Store.ReadStreamAsync(AssessmentKind.Final.StreamId(project.Id), default)).ShouldHaveSingleItem();
        (await PublishedAsync(stored)).ShouldBeNull();
    }

    [Fact]
    public async Task The_rebuilt_sheet_is_equal_to_the_old_one()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line());
        await owner.SendAsync(HttpMethod.Put, added.Headers.Location!.ToString(), FootprintApp.Line("7"), 2);
        using var second = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line());
        await owner.SendAsync(HttpMethod.Delete, second.Headers.Location!.ToString(), version: 4);
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/meals", """{"state":"given","fields":{"red":10,"vegetarian":4}}""");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/meals", """{"state":"given","fields":{"red":12}}""");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/drinks", """{"state":"unknown"}""");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/snacks", """{"state":"none"}""");
        await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/provisional/answers/drinks");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/sections/sets", """{"isAside":true}""");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        await app.CloseAsync(project);

        const string all = """
            select md5(string_agg(t::text, '|' order by t::text)) from (
              select to_jsonb(a) as t from footprint.assessments a union all select to_jsonb(l) from footprint.assessment_lines l
              union all select to_jsonb(q) from footprint.assessment_answers q union all select to_jsonb(s) from footprint.assessment_asides s) x
            """;
        var before = await app.Database.ScalarAsync<string>(all);
        var log = app.Services.GetRequiredService<ModuleLog<FootprintModule>>().Log;
        await new ProjectionRebuild(log, TimeProvider.System).RunAsync("assessment-sheet", null, default);
        (await app.Database.ScalarAsync<string>(all)).ShouldBe(before);
    }

    [Fact]
    public void Every_event_that_changes_a_result_is_published_and_evidence_and_erasure_stay_here()
        => Publications.All.Sources.Concat([typeof(EvidenceAttached), typeof(EvidenceDetached), typeof(AssessmentErased), typeof(ScenarioStarted), typeof(ScenarioRenamed)]).ShouldBe(FootprintEvents.Map.All.Select(e => e.Value), ignoreOrder: true);

    private async Task<AssessmentMeasuredV1?> PublishedAsync(IEvent stored)
    {
        await app.SettledAsync();
        return app.Published.Of<AssessmentMeasuredV1>().FirstOrDefault(m => m.EventId == stored.Id);
    }
}
