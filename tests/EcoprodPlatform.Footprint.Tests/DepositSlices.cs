using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What is deposited with the CNC: the check, the archive, and that no approval is claimed.</summary>
public sealed class DepositSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly string TwoLines = $$"""{"lines":[{{FootprintApp.Line()}},{{FootprintApp.Line(quantity: "12", label: "Retour")}}]}""";

    [Fact]
    public async Task What_is_missing_is_listed_with_the_page_that_mends_it()
    {
        var project = await app.ProjectAsync(p => p with { Budget = null, DurationSeconds = null });
        using var owner = app.ProgramOf(project.Owner);

        var check = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit");

        check.GetProperty("isComplete").GetBoolean().ShouldBeFalse();
        check.GetProperty("day").ValueKind.ShouldBe(JsonValueKind.Null);
        Items(check).ShouldBe([("provisional-lines", false), ("final-lines", false), ("closed", false), ("duration", false), ("budget", false), ("country", true)]);

        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/depot-cnc");
        page.Text.ShouldContain("Il manque 5 éléments à ce dossier.");
        page.All("main tbody th a").Select(a => a.GetAttribute("href")).ShouldBe(
            [$"/bilans/{project.Id}/previsionnel", $"/bilans/{project.Id}/definitif", $"/bilans/{project.Id}/definitif", $"/projets/{project.Id}/configuration", $"/projets/{project.Id}/configuration"]);
        page.All("main a[href$='.zip']").ShouldBeEmpty();
        using var nothing = await owner.GetAsync(new Uri($"/api/footprints/{project.Id}/deposit.zip", UriKind.Relative));
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nothing.Content.ReadAsStringAsync()).ShouldContain("footprint.nothing-to-report");
    }

    [Fact]
    public async Task An_open_question_and_an_incomplete_factor_are_missing()
    {
        // One of the 19 lines has a factor without the upstream.
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        Items(await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit"))[..3]
            .ShouldBe([("provisional-lines", true), ("provisional-questionnaire", true), ("provisional-factors", false)]);

        using var answered = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/train", """{"state":"none"}""");
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);

        Items(await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit"))[1].ShouldBe(("provisional-questionnaire", false));
        var page = await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/depot-cnc");
        page.Text.ShouldContain("1 line with an incomplete factor");
        page.Text.ShouldContain("questions without an answer");
        page.All($"main a[href='/bilans/{project.Id}/previsionnel/questionnaire']").ShouldNotBeEmpty();
        page.All($"main a[href='/bilans/{project.Id}/depot-cnc/dossier.zip']").ShouldNotBeEmpty();
    }

    /// <summary>A hurried producer is not led to close a project before its shoot: there is no way back.</summary>
    [Fact]
    public async Task Before_the_shoot_the_pack_of_the_provisional_assessment_is_ready_and_nothing_leads_to_the_closing()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line())).EnsureSuccessStatusCode();
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/depot-cnc");
        page.Text.ShouldContain("Le dossier du bilan prévisionnel est prêt.");
        page.All("main a[href$='/cloture']").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pack_of_a_closed_project_is_complete_and_the_same_bytes_again()
    {
        var project = await TwiceMeasuredAsync();
        await app.CloseAsync(project);
        using var owner = app.ProgramOf(project.Owner, "fr");
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit")).GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/depot-cnc")).Text.ShouldContain("Rien ne manque à ce dossier.");

        using var answer = await owner.GetAsync(new Uri($"/bilans/{project.Id}/depot-cnc/dossier.zip", UriKind.Relative));
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("depot-cnc-2023-12-18.zip");
        var files = Unpack(bytes);
        files.Keys.ShouldBe(["LISEZMOI.txt", "bilan-previsionnel.pdf", "bilan-previsionnel.xlsx", "bilan-definitif.pdf", "bilan-definitif.xlsx"]);
        files["bilan-definitif.pdf"].AsSpan().StartsWith("%PDF"u8).ShouldBeTrue();
        files["bilan-definitif.xlsx"].ShouldBe(await owner.GetByteArrayAsync($"/bilans/{project.Id}/definitif/bilan.xlsx"));
        var text = Encoding.UTF8.GetString(files["LISEZMOI.txt"]);
        text.ShouldContain("« Documentaire »");
        text.ShouldContain("Clôturé le 18/12/2023");
        text.ShouldContain("[OK] Bilan prévisionnel : 2 lignes, ");
        text.ShouldContain("Bilan définitif, empreinte à la clôture (SHA-256) : ");
        text.ShouldContain("Rien ne manque.");
        text.ShouldNotContain("[MANQUE]");
        text.ShouldContain("La fabrication des copies et la diffusion ne sont pas comptées.");
        text.ShouldContain("Aucune approbation n’est enregistrée");
        text.ShouldContain("bilan-previsionnel.pdf");
        using (var archive = new ZipArchive(new MemoryStream(bytes)))
        {
            archive.Entries.ShouldAllBe(e => e.LastWriteTime.DateTime == new DateTime(2023, 12, 18, 12, 0, 0));
        }

        Unpack(await owner.GetByteArrayAsync($"/api/footprints/{project.Id}/deposit.zip")).Select(f => (f.Key, Convert.ToHexString(f.Value))).ShouldBe(files.Select(f => (f.Key, Convert.ToHexString(f.Value))));
        (await owner.GetByteArrayAsync($"/api/footprints/{project.Id}/deposit.zip")).ShouldBe(bytes);
    }

    [Fact]
    public async Task Of_an_open_project_with_one_assessment_the_pack_says_what_is_missing_in_the_readers_language()
    {
        var project = await app.ProjectAsync(p => p with { Title = "=Titre \"hostile\" <b>" });
        using var owner = app.ProgramOf(project.Owner);
        using var put = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", TwoLines, 0);

        var files = Unpack(await owner.GetByteArrayAsync($"/api/footprints/{project.Id}/deposit.zip"));

        files.Keys.ShouldBe(["LISEZMOI.txt", "bilan-previsionnel.pdf", "bilan-previsionnel.xlsx"]);
        var text = Encoding.UTF8.GetString(files["LISEZMOI.txt"]);
        text.ShouldContain("“=Titre \"hostile\" <b>”");
        text.ShouldContain("[MISSING] Final assessment: no line");
        text.ShouldContain("[MISSING] Project closed");
        text.ShouldContain("This pack is incomplete.");
        text.ShouldContain("No approval is recorded");
    }

    [Fact]
    public async Task Readers_see_and_download_strangers_get_404()
    {
        var project = await TwiceMeasuredAsync();
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        using var stranger = app.ProgramOf((await app.ProjectAsync()).Owner);
        foreach (var path in new[] { $"/bilans/{project.Id}/depot-cnc", $"/bilans/{project.Id}/depot-cnc/dossier.zip", $"/api/footprints/{project.Id}/deposit", $"/api/footprints/{project.Id}/deposit.zip" })
        {
            using var read = await reader.GetAsync(new Uri(path, UriKind.Relative));
            read.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            using var refused = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats")).All($"a[href='/bilans/{project.Id}/depot-cnc']").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_approval_is_quoted_once_staff_recorded_it_and_until_it_is_withdrawn()
    {
        var project = await TwiceMeasuredAsync();
        using var owner = app.ProgramOf(project.Owner);
        var staff = app.NewVisitor("fr");
        staff.Client.SignIn(new PersonId(app.Ids.NewId()), isStaff: true);
        (await staff.GetPageAsync("/equipe/agrement")).Text.ShouldContain("Aucune approbation n’est enregistrée");

        // Empty, and a day to come: nothing is recorded, what was typed stays.
        var page = await staff.SubmitAsync(await staff.GetPageAsync("/equipe/agrement"), ("reference", ""), ("approvedOn", ""));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page = await staff.SubmitAsync(page, ("reference", "CNC, décision n° 12"), ("approvedOn", "2199-01-01"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("n’enregistrez que ce qui est acquis");
        page.Find("input[name=reference]").GetAttribute("value").ShouldBe("CNC, décision n° 12");

        // Sent twice it is one.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            page = await staff.SubmitAsync(await staff.GetPageAsync("/equipe/agrement"), ("reference", "CNC, décision n° 12"), ("approvedOn", "2026-06-15"));
        }

        page.Text.ShouldContain("Approbation enregistrée");
        page.All("main tbody tr").Count.ShouldBe(1);
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/depot-cnc")).Text.ShouldContain("Approbation enregistrée par l’équipe : CNC, décision n° 12, 15/06/2026.");
        var approval = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit")).GetProperty("approvals").EnumerateArray().Single();
        (approval.GetProperty("reference").GetString(), approval.GetProperty("approvedOn").GetString()).ShouldBe(("CNC, décision n° 12", "2026-06-15"));
        (await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/depot-cnc")).Text.ShouldNotContain("No approval is recorded");

        // By program: staff alone, and withdrawn it is gone.
        using var program = app.CreateClient();
        program.SignIn(new PersonId(app.Ids.NewId()), isStaff: true);
        using var future = await program.SendAsync(HttpMethod.Post, "/api/approvals", """{"reference":"X","approvedOn":"2199-01-01"}""");
        future.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await future.Content.ReadAsStringAsync()).ShouldContain("footprint.approval-to-come");
        using var forbidden = await owner.GetAsync(new Uri("/api/approvals", UriKind.Relative));
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.As(project.Owner).GetPageAsync("/equipe/agrement")).Status.ShouldBe(HttpStatusCode.Forbidden);

        page = await staff.GetPageAsync(page.Find("main tbody a").GetAttribute("href")!);
        page = await staff.SubmitAsync(page);
        page.Text.ShouldContain("Aucune approbation n’est enregistrée");
        using var again = await program.SendAsync(HttpMethod.Delete, $"/api/approvals/{app.Ids.NewId()}", "");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/deposit")).GetProperty("approvals").GetArrayLength().ShouldBe(0);
        (await app.Database.ScalarAsync<long>("select count(*) from footprint.approval where withdrawn_by is not null")).ShouldBe(1);
    }

    private async Task<TestProject> TwiceMeasuredAsync()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        foreach (var kind in (string[])["provisional", "final"])
        {
            using var put = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind}", TwoLines, 0);
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        return project;
    }

    private static (string Code, bool IsMet)[] Items(JsonElement check)
        => [.. check.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("code").GetString()!, i.GetProperty("isMet").GetBoolean()))];

    private static Dictionary<string, byte[]> Unpack(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var from = e.Open();
            using var to = new MemoryStream();
            from.CopyTo(to);
            return to.ToArray();
        });
    }
}
