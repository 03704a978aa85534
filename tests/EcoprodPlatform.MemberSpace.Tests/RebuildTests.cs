using EcoprodPlatform.Documents;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>Every read model is a function of this module's own log.</summary>
public sealed class RebuildTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Theory]
    [InlineData("organisations")]
    [InlineData("requests")]
    [InlineData("shared-projects")]
    public async Task A_rebuilt_table_is_equal_to_the_live_one(string name)
    {
        var staff = new Actor(MemberSpaceApp.Staff, true);
        var one = await app.SpaceAsync(tags: 3);
        var other = await app.SpaceAsync();
        await app.SendAsync(new RenameTag(one.Id, one.Tags[1], $"Renommé {one.Tags[1]}", null, staff));
        await app.SendAsync(new RetireTag(one.Id, one.Tags[2], null, staff));
        await app.SendAsync(new RemoveAdministrator(other.Id, other.Administrator, other.Name, null, staff));
        var terms = new KeyTerms("Programme", "D-2026-117", ["read:lines"], DateOnly.FromDateTime(DateTime.UnixEpoch));
        var key = await app.SendAsync(new IssueKey(one.Id, terms, null, staff));
        await app.SendAsync(new RevokeKey(one.Id, key.KeyId, staff));
        var project = await app.ProjectAsync(one, finalKg: 12.3456789m, provisionalKg: 20m);
        await app.ProjectAsync(one, p => p with { IsExercise = true }, finalKg: 1m);
        await app.DeliverAsync(
            Told.Tagged(app.Ids, project, 3, other.Tags[0], other.Id),
            Told.Described(app.Ids, project, 4) with { Budget = null, FinalisedOn = new DateOnly(2025, 1, 1) },
            Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 9, ("régie", "food", 3m), ("transport", "transport", 4.2m)));
        await app.SendAsync(new GiveRate("USD", new DateOnly(2020, 1, 1), 0.9m, "BCE", staff));
        await app.ProjectAsync(one, p => p with { Currency = "USD", ShootingTypologies = ["studio"] }, finalKg: 1m);
        var line = new AssessmentLine(app.Ids.NewId(), 1, "transport", "transport", "shooting", null, 1m, 4.2m, "measured", null, new AssessmentFactor("taxi", 1, 4.2m, "km", null, new("", ""), new("", ""), new("", ""), new("", ""), new("", "")));
        await app.DeliverAsync(Told.Lines(app.Ids, project, 9, [line], app.Ids.NewId()));
        var gone = await app.ProjectAsync(one, finalKg: 5m);
        await app.SendAsync(new Spaces.DetachStructure(one.Id, gone, [new(one.Tags[0], null)], new Actor(one.Administrator)));
        var closed = await app.SpaceAsync();
        await app.SendAsync(new CloseSpace(closed.Id, closed.Name, "Dissoute", null, staff));
        var request = new RequestId(app.Ids.NewId());
        var file = await app.Services.GetRequiredService<DocumentStore<MemberSpaceModule>>().ReceiveAsync(
            RequestFiles.OwnerOf(request), [new IncomingFile("autorisation.pdf", new MemoryStream(SampleFile.Pdf()))], RequestFiles.Rule, new Actor(one.Administrator), default);
        await app.SendAsync(new SubmitRequest(
            request, one.Id, RequestKinds.Administrators, new RequestDraft([], [new DraftSeat("Léa", "Roy", "lea@example.org", file[0].Id)], false), null, new Actor(one.Administrator)));
        await app.SendAsync(new QuestionRequest(request, "Qui signe ?", null, staff));
        var projection = app.Log.Log.Definition.Projections.Single(p => p.Name == name);
        var before = await RowsAsync(projection);
        before.ShouldAllBe(t => t.Length > 2);

        await new ProjectionRebuild(app.Log.Log, TimeProvider.System).RunAsync(name, null, CancellationToken.None);

        (await RowsAsync(projection)).ShouldBe(before);
    }

    private async Task<List<string>> RowsAsync(SqlProjection projection)
    {
        var tables = new List<string>();
        foreach (var table in projection.Tables)
        {
            // Which transaction wrote says nothing.
            var rows = table == "space_marks" ? "(select distinct organisation_id from member_space.space_marks)" : $"member_space.{table}";
            tables.Add(await app.Database.ScalarAsync<string>($"select coalesce(jsonb_agg(to_jsonb(t) - 'stamp' order by (to_jsonb(t) - 'stamp')::text), '[]')::text from {rows} t"));
        }

        return tables;
    }
}
