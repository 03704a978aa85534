using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>CC-22: what was closed can be computed again, and it shows where it is not what it was.</summary>
public sealed class SealTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task CC22_A_closed_result_and_its_seal_are_computed_again_from_what_the_API_says()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        using var owner = app.ProgramOf(project.Owner);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final")).GetProperty("seal").ValueKind.ShouldBe(JsonValueKind.Null);
        await app.CloseAsync(project);

        var closed = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final");
        var lines = closed.GetProperty("lines").EnumerateArray().ToList();
        lines.Sum(l => l.GetProperty("quantity").GetDecimal() * l.GetProperty("factorValue").GetDecimal()).ShouldBe(closed.GetProperty("totalKgCo2e").GetDecimal());
        var seal = AsDocumented(lines);
        (closed.GetProperty("fingerprint").GetString(), closed.GetProperty("seal").GetString()).ShouldBe((seal, seal));
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain(seal);
        page.Text.ShouldNotContain("Signalez-le");
        (await app.Store.ReadStreamAsync(AssessmentKind.Final.StreamId(project.Id), default))[^1].Data.ShouldBe(new AssessmentFrozen(project.Id, AssessmentKind.Final) { Seal = seal });
    }

    [Fact]
    public async Task CC22_Rows_that_somebody_altered_are_told()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        await app.CloseAsync(project);
        await app.Database.ExecuteAsync($"update footprint.assessment_lines set quantity = quantity + 1 where project_id = '{project.Id}' and factor_code = 'tgv'");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats")).Text.ShouldContain("ne sont plus celles qui ont été scellées à la clôture");
    }

    [Fact]
    public void The_fingerprint_depends_on_inputs_and_factors_not_on_order_nor_names()
    {
        var (a, b) = (FirstProject.Activity[0], FirstProject.Activity[1]);
        var seal = AssessmentSeal.Of([a, b]);
        AssessmentSeal.Of([b, a with { Label = "autrement", CopiedFrom = b.Id, Quantity = a.Quantity * 1.00m }]).ShouldBe(seal);
        AssessmentSeal.Of([]).ShouldBeNull();
        ActivityLine[] others = [a with { Quantity = a.Quantity + 0.000001m }, a with { Phase = "post-production" }, a with { Factor = a.Factor with { CatalogueVersion = 2 } }, a with { Marks = new() { Temporal = 4 } }, a with { Status = DataStatus.Measured }];
        others.Select(other => AssessmentSeal.Of([other, b])).Append(seal).Distinct().Count().ShouldBe(others.Length + 1);
    }

    /// <summary>As docs/method.md tells an auditor to do it.</summary>
    private static string AsDocumented(IEnumerable<JsonElement> lines)
    {
        var texts = lines.Select(l => string.Join('|', Parts(l)) + "\n").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts))));

        static IEnumerable<string> Parts(JsonElement line)
        {
            foreach (var name in new[] { "id", "department", "post", "phase", "factor", "catalogueVersion", "factorValue", "unit", "quantity", "dataStatus" })
            {
                yield return Written(line.GetProperty(name));
            }

            var marks = line.GetProperty("marks");
            foreach (var name in new[] { "reliability", "technical", "geographic", "temporal", "completeness" })
            {
                yield return marks.ValueKind == JsonValueKind.Null ? "" : Written(marks.GetProperty(name));
            }
        }

        static string Written(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.Number when value.GetRawText().Contains('.', StringComparison.Ordinal) => value.GetRawText().TrimEnd('0').TrimEnd('.'),
            JsonValueKind.Number => value.GetRawText(),
            _ => value.GetString()!,
        };
    }
}
