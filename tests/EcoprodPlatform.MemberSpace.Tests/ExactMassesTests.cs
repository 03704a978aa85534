using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A mass is one figure wherever a space shows it, and is rounded once: where it is read by people.</summary>
public sealed class ExactMassesTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    /// <summary>Each would be rounded down to the microgram, and their sum up.</summary>
    private static readonly (string Department, string Post, decimal Kg)[] Cells =
    [
        ("transport", "transport", 0.013844986400m), ("transport", "food", 0.006922493200m), ("production", "food", 0.006922493400m), ("somewhere", "something", 0.000000000499m),
    ];

    private static readonly decimal Total = Cells.Sum(c => c.Kg);

    [Fact]
    public async Task B08_The_total_of_a_project_is_the_sum_of_its_cells_on_every_page_and_in_every_file()
    {
        var space = await app.SpaceAsync();
        var project = await ProjectAsync(space);
        var person = app.As(space.Administrator);

        var detail = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects/{project}");
        var assessment = detail.GetProperty("assessments")[0];
        assessment.GetProperty("cells").EnumerateArray().Sum(c => c.GetProperty("kg").GetDecimal()).ShouldBe(Total);
        assessment.GetProperty("totalKg").GetDecimal().ShouldBe(Total);
        detail.GetProperty("project").GetProperty("totalKg").GetDecimal().ShouldBe(Total);

        var list = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects");
        list.GetProperty("totalKg").GetDecimal().ShouldBe(Total);
        list.GetProperty("items")[0].GetProperty("totalKg").GetDecimal().ShouldBe(Total);

        foreach (var period in new[] { "", "?finalisedFrom=2020-01-01" })
        {
            var dashboard = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard{period}");
            dashboard.GetProperty("totalKg").GetDecimal().ShouldBe(Total);
            dashboard.GetProperty("ranking")[0].GetProperty("kg").GetDecimal().ShouldBe(Total);
            foreach (var margin in new[] { "byGenre", "byDepartment", "byPost" })
            {
                dashboard.GetProperty(margin).EnumerateArray().Sum(p => p.GetProperty("kg").GetDecimal()).ShouldBe(Total, margin);
            }
        }

        (await person.Client.GetStringAsync($"/espaces/{space.Id}/projets.csv")).ShouldContain(Total.ToString(CultureInfo.GetCultureInfo("fr")));
    }

    [Fact]
    public async Task B08_Many_projects_add_up_to_the_last_digit()
    {
        var space = await app.SpaceAsync();
        for (var i = 0; i < 7; i++)
        {
            await ProjectAsync(space);
        }

        (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard")).GetProperty("totalKg").GetDecimal().ShouldBe(7 * Total);
    }

    [Fact]
    public async Task B02_The_greatest_total_an_assessment_may_have_is_shown_like_any_other()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, finalKg: AssessmentMeasuredV1.GreatestKilograms);
        await app.ProjectAsync(space, finalKg: 1_000_000_000_000m);
        (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard")).GetProperty("totalKg").GetDecimal()
            .ShouldBe(1_002_000_000_000m, "even one from before the bound");
    }

    /// <summary>The tables as they were, with what they had rounded, then the migration as every database goes through it.</summary>
    [Fact]
    public async Task B08_What_was_rounded_before_is_exact_after_the_migration()
    {
        var space = await app.SpaceAsync();
        await ProjectAsync(space);
        var both = await app.ProjectAsync(space, provisionalKg: 3.0000000001m);
        await app.DeliverAsync(Told.Measured(app.Ids, both, AssessmentMeasuredV1.Final, 4, Cells));
        await app.ProjectAsync(space);
        await using var connection = new NpgsqlConnection(app.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "set local search_path = member_space");
        var exact = await StateAsync(connection);

        await RunAsync(connection, $"""
            alter table assessments alter column total_ug type bigint using round(total_ug), alter column by_post type bigint[] using by_post::bigint[], alter column by_department type bigint[] using by_department::bigint[];
            alter table space_projects alter column total_ug type bigint using round(total_ug), {string.Join(", ", Slots.Columns.Select(c => $"alter column {c} type bigint using round({c})"))};
            """);
        (await StateAsync(connection)).ShouldNotBe(exact);
        // The sums that the script made anew are gone since; it needs their table.
        var sums = await ScriptAsync("0002-space-sums.sql");
        await RunAsync(connection, sums[..(sums.IndexOf(");", StringComparison.Ordinal) + 2)]);
        await RunAsync(connection, await ScriptAsync("0003-exact-masses.sql"));

        (await StateAsync(connection)).ShouldBe(exact);
        await transaction.RollbackAsync();
    }

    private async Task<ProjectId> ProjectAsync(TestSpace space)
    {
        var project = await app.ProjectAsync(space, p => p with { FinalisedOn = new DateOnly(2025, 6, 1) });
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 1, Cells));
        return project;
    }

    private static async Task<string> StateAsync(NpgsqlConnection connection)
    {
        var columns = string.Join(", ", Slots.Columns.Select(c => $"trim_scale({c})"));
        await using var command = new NpgsqlCommand(
            $"""
            select concat(
              (select string_agg(concat_ws(' ', project_id, kind, trim_scale(total_ug), (select array_agg(trim_scale(v) order by n) from unnest(by_post) with ordinality as p(v, n)), (select array_agg(trim_scale(v) order by n) from unnest(by_department) with ordinality as d(v, n))), E'\n' order by project_id, kind) from assessments),
              (select string_agg(row(organisation_id, basis, project_id, trim_scale(total_ug), ug_per_euro, ug_per_minute, {columns})::text, E'\n' order by organisation_id, basis, project_id) from space_projects))
            """,
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> ScriptAsync(string name)
    {
        await using var script = typeof(MemberSpaceModule).Assembly.GetManifestResourceStream(
            typeof(MemberSpaceModule).Assembly.GetManifestResourceNames().Single(n => n.EndsWith(name, StringComparison.Ordinal)))!;
        return await new StreamReader(script).ReadToEndAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
