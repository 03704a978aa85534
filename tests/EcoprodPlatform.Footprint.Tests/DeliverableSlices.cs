using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web.Printing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The files of an assessment: a workbook and a printed report, with the figures of the screen.</summary>
public sealed class DeliverableSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private const string Hostile = "=HYPERLINK(\"http://x.example\") <script>alert(1)</script>";

    [Fact]
    public async Task The_19_lines_of_the_workbook_add_up_to_the_total_to_the_last_digit()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner, "fr");

        var sheets = Workbook.ReadAll(await owner.GetByteArrayAsync(Book(project)));

        sheets.Select(s => s.Sheet).ShouldBe(["Synthèse", "Lignes", "Facteurs"]);
        var (summary, lines, factors) = (sheets[0], sheets[1], sheets[2]);
        Value(summary, "Total exact").ShouldBe(FirstProject.TotalKg);
        Value(summary, "Projet").ShouldBe("Documentaire");
        Value(summary, "Genre").ShouldBe("Documentaire unitaire");
        Value(summary, "Projet clôturé").ShouldBe(false);
        Value(summary, "Date").ShouldBeOfType<DateOnly>();
        Value(summary, "Par minute").ShouldBe(FirstProject.KgPerMinute);
        Value(summary, "Par euro de budget").ShouldBe(FirstProject.KgPerEuro);
        (Value(summary, "Intervalle à 95 %, de"), Value(summary, "Intervalle à 95 %, à")).ShouldBe((11_000m, 21_000m));
        Value(summary, "Périmètre").ShouldBeOfType<string>().ShouldContain("La fabrication des copies et la diffusion ne sont pas comptées");
        foreach (var margin in new[] { "Département : ", "Poste d’émission : ", "Phase : ", "Statut de la donnée : " })
        {
            summary.Rows.Where(r => ((string)r[0]!).StartsWith(margin, StringComparison.Ordinal)).Sum(r => (decimal)r[1]!).ShouldBe(FirstProject.TotalKg, margin);
        }

        lines.Rows.Count.ShouldBe(20);
        var (quantity, factor, mass) = (At(lines, "Quantité"), At(lines, "Valeur du facteur (kgCO2e par unité)"), At(lines, "kgCO2e"));
        lines.Rows.Skip(1).Sum(r => (decimal)r[mass]!).ShouldBe(FirstProject.TotalKg);
        lines.Rows.Skip(1).ShouldAllBe(r => (decimal)r[quantity]! * (decimal)r[factor]! == (decimal)r[mass]!);
        var codes = lines.Rows.Skip(1).Select(r => r[At(lines, "Facteur (code)")]).Distinct();
        factors.Rows.Skip(1).Select(r => r[0]).ShouldBe(codes, ignoreOrder: true);
        factors.Rows.Skip(1).ShouldAllBe(r => r[At(factors, "Source")] is string);
    }

    [Fact]
    public async Task In_English_the_workbook_speaks_English_and_what_people_wrote_stays_a_text()
    {
        var project = await app.ProjectAsync(p => p with { Title = Hostile });
        using var owner = app.ProgramOf(project.Owner);
        using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(label: Hostile));

        var sheets = Workbook.ReadAll(await owner.GetByteArrayAsync($"/api/footprints/{project.Id}/provisional/report.xlsx"));

        sheets.Select(s => s.Sheet).ShouldBe(["Summary", "Lines", "Factors"]);
        Value(sheets[0], "Project").ShouldBe(Hostile);
        sheets[1].Rows[1][0].ShouldBe(Hostile);
    }

    [Fact]
    public async Task Of_a_closed_project_the_workbook_is_the_same_bytes_again_and_dated_by_its_closing()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        await app.CloseAsync(project);
        using var owner = app.ProgramOf(project.Owner, "fr");

        using var first = await owner.GetAsync(Book(project, "definitif"));
        var bytes = await first.Content.ReadAsByteArrayAsync();

        first.Content.Headers.ContentDisposition!.FileName.ShouldBe("bilan-definitif-2023-12-18.xlsx");
        Value(Workbook.ReadAll(bytes)[0], "Date").ShouldBe(new DateOnly(2023, 12, 18));
        (await owner.GetByteArrayAsync(Book(project, "definitif"))).ShouldBe(bytes);
    }

    [Fact]
    public async Task Readers_download_strangers_and_empty_assessments_get_404()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        using var stranger = app.ProgramOf((await app.ProjectAsync()).Owner);
        foreach (var path in new[] { Book(project), Report(project), $"/api/footprints/{project.Id}/provisional/report.xlsx", $"/api/footprints/{project.Id}/provisional/report.pdf" })
        {
            using var read = await reader.GetAsync(path);
            read.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            using var refused = await stranger.GetAsync(path);
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var empty = await reader.GetAsync($"/api/footprints/{project.Id}/final/report.xlsx");
        (await empty.Content.ReadAsStringAsync()).ShouldContain("footprint.nothing-to-report");
        empty.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Results_offer_the_files_of_each_assessment_that_has_lines()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("Télécharger le bilan prévisionnel");
        page.All("main a").Select(a => a.GetAttribute("href")).Where(h => h!.Contains("/bilan.", StringComparison.Ordinal)).ShouldBe([Report(project), Book(project)]);
    }

    [Fact]
    public async Task The_report_is_a_tagged_PDF_with_total_title_and_state_as_text()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner, "fr");

        using var answer = await owner.GetAsync(Report(project));
        var pdf = await answer.Content.ReadAsByteArrayAsync();

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        pdf.AsSpan().StartsWith("%PDF"u8).ShouldBeTrue();
        var raw = Encoding.Latin1.GetString(pdf);
        raw.ShouldContain("/StructTreeRoot");
        raw.ShouldContain("/Lang (fr)");
        var text = await TextAsync(pdf);
        text.ShouldContain("Documentaire");
        text.ShouldContain("15,66");
        text.ShouldContain("Brouillon");
        text.ShouldContain("entre 11 et 21 tCO");
        text.ShouldContain("La fabrication des copies et la diffusion ne sont pas comptées");
        text.ShouldContain("1 / ");
        text.ShouldNotContain("CNC");
        raw.Split("/Type /Page\n").Length.ShouldBeInRange(3, 5);
    }

    [Fact]
    public async Task The_report_of_a_closed_project_says_so_and_a_hostile_title_stays_a_text()
    {
        var project = await app.MeasuredProjectAsync(p => p with { Title = Hostile }, AssessmentKind.Final);
        await app.DeliverAsync(app.Described(project) with { Title = Hostile, ProjectVersion = 9, FinalisedOn = new DateOnly(2023, 12, 18) });
        using var owner = app.ProgramOf(project.Owner);

        var text = await TextAsync(await owner.GetByteArrayAsync(Report(project, "definitif")));

        text.ShouldContain("Closed on 18/12/2023");
        text.ShouldContain("<script>alert(1)</script>");
        text.ShouldContain("15.66");
    }

    [Fact]
    public async Task Without_the_printing_program_people_are_told_and_the_workbook_remains()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var printer = PrinterBy("/nowhere/python3");
        var report = await ReadAsync(project, AssessmentKind.Provisional);

        var refusal = await Should.ThrowAsync<RuleBrokenException>(() => printer.PrintAsync(report, default));

        (refusal.Code, refusal.Kind).ShouldBe(("footprint.report-unavailable", RuleKind.Unavailable));
        refusal.Text.Fr.ShouldContain("téléchargez le classeur .xlsx");
    }

    /// <summary>What stays loaded between two reports leaves nothing in them.</summary>
    [Fact]
    public async Task The_report_of_a_closed_project_is_the_same_bytes_whoever_was_printed_before()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        await app.CloseAsync(project);
        var other = await app.MeasuredProjectAsync(p => p with { Title = Hostile }, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner, "fr");
        var first = await owner.GetByteArrayAsync(Report(project, "definitif"));
        using var stranger = app.ProgramOf(other.Owner);
        _ = await stranger.GetByteArrayAsync(Report(other));

        (await owner.GetByteArrayAsync(Report(project, "definitif"))).ShouldBe(first);

        using var fresh = PrinterBy("/usr/bin/python3");
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Languages.French, Languages.French);
        (await fresh.PrintAsync(await ReadAsync(project, AssessmentKind.Final), default)).ShouldBe(first);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_worker_that_dies_midway_is_replaced_once(int deaths, bool isPrinted)
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var folder = new TestFolder("printer");
        // Takes a part of the document, promises a PDF and is gone; so often, then it is the real one.
        var program = folder.PathOf("python3");
        await File.WriteAllTextAsync(program, $$"""
            #!/bin/sh
            n=$(cat '{{folder.PathOf("n")}}' 2>/dev/null || echo 0)
            echo $((n + 1)) >'{{folder.PathOf("n")}}'
            [ "$n" -ge {{deaths}} ] && exec /usr/bin/python3 "$@"
            head -c 100 >/dev/null
            printf '\100\000\000\000\000\000\000\000%%PDF'
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var printer = PrinterBy(program);
        var report = await ReadAsync(project, AssessmentKind.Provisional);

        if (isPrinted)
        {
            (await printer.PrintAsync(report, default)).AsSpan().StartsWith("%PDF"u8).ShouldBeTrue();
        }
        else
        {
            (await Should.ThrowAsync<RuleBrokenException>(() => printer.PrintAsync(report, default))).Code.ShouldBe("footprint.report-unavailable");
            (await printer.PrintAsync(report, default)).AsSpan().StartsWith("%PDF"u8).ShouldBeTrue("the next one asks again");
        }

        // It is kept: the second report starts nothing.
        _ = await printer.PrintAsync(report, default);
        (await File.ReadAllTextAsync(folder.PathOf("n"))).Trim().ShouldBe($"{deaths + 1}");
    }

    private ReportPrinter PrinterBy(string python) => new(
        app.Services.GetRequiredService<DocumentRenderer>(), NullLogger<ReportPrinter>.Instance, new ConfigurationBuilder().AddInMemoryCollection([new("Reports:Python", python)]).Build(), TimeProvider.System);

    private Task<AssessmentReport> ReadAsync(TestProject project, AssessmentKind kind)
        => app.Services.GetRequiredService<ReportReader>().ReadAsync(project.Id, kind, new Actor(project.Owner), default);

    private static string Book(TestProject project, string kind = "previsionnel") => $"/bilans/{project.Id}/{kind}/bilan.xlsx";

    private static string Report(TestProject project, string kind = "previsionnel") => $"/bilans/{project.Id}/{kind}/bilan.pdf";

    private static int At(Workbook sheet, string head) => Array.IndexOf([.. sheet.Rows[0]], head);

    private static object? Value(Workbook summary, string what) => summary.Rows.Single(r => (string?)r[0] == what)[1];

    /// <summary>What a person would read, as pdftotext finds it.</summary>
    private static async Task<string> TextAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var reader = Process.Start(new ProcessStartInfo("pdftotext", [file, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8, UseShellExecute = false })!;
            var text = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return string.Join(' ', text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Split((char[])['\n', '\r', ' ', '\f'], StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
