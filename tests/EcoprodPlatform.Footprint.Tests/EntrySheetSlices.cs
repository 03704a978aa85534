using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Documents;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Entry;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;
using static EcoprodPlatform.Footprint.Tests.SampleWorkbook;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The lines as a workbook: downloaded, edited in a spreadsheet program, sent back, looked at, saved.</summary>
public sealed class EntrySheetSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly AssessmentSheet Nothing = new(AssessmentKind.Provisional, 0, false, null, null, []);

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("en", "fr")]
    [InlineData("fr", "en")]
    public async Task Downloaded_and_sent_back_untouched_nothing_changes(string written, string read)
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var program = app.ProgramOf(project.Owner, written);
        foreach (var label in new[] { "Clap 🎬 _x000D_ « été »", "=1+1", "007", " espaces  doubles ", "<b>&amp;" })
        {
            using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(quantity: "123456789.123456", label: label));
            added.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        using var answered = await program.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/insurance", """{"state":"given","fields":{"amount":1}}""");
        var bytes = await program.GetByteArrayAsync($"{Path(project)}/feuille.xlsx");
        var sheets = Workbook.ReadAll(bytes);
        sheets.Select(s => s.Sheet).ShouldBe(written == "fr" ? ["Lignes", "Facteurs", "Listes"] : ["Lines", "Factors", "Lists"]);
        sheets[0].Rows.Count.ShouldBe(1 + 19 + 5);
        sheets[1].Rows.Skip(1).Select(r => r[0]).ShouldContain("tgv");
        sheets[1].Rows.Skip(1).Select(r => r[0]).ShouldNotContain("genre-documentaire");
        sheets[2].Rows.Count.ShouldBe(1 + EmissionPosts.All.Count);

        var page = await SendAsync(app.As(project.Owner, read), project, bytes);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain(read == "fr" ? "Rien ne change" : "Nothing changes");
        page.All("form:has([name=lignes])").ShouldBeEmpty();
    }

    [Fact]
    public async Task Moved_columns_new_lines_and_changed_ones_are_shown_and_then_saved_at_once()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var program = app.ProgramOf(project.Owner, "fr");
        var rows = Workbook.ReadAll(await program.GetByteArrayAsync($"{Path(project)}/feuille.xlsx"))[0].Rows.Select(r => r.ToArray()).ToList();
        rows[1][2] = 2500m;
        rows.RemoveAt(2);
        rows.Add(Row(0.002m, unit: "GWh", factor: "elec-fr-2024-mix-moyen", label: "Studio", status: "estimated"));
        int[] moved = [8, 3, 2, 1, 0, 7, 6, 5, 4];
        var file = Of(rows.Select(r => moved.Select(i => r[i]).Append("note").ToArray()), "Ma feuille");

        var owner = app.As(project.Owner);
        var page = await SendAsync(owner, project, file);
        page.Text.ShouldContain("1 à ajouter, 1 à modifier, 17 inchangées.");
        page.Text.ShouldContain("Une ligne du bilan n’est pas dans la feuille : elle reste.");
        page.Text.ShouldContain("2 000 kWh × 0,0519");
        page.Text.ShouldContain("2 400 passager.km");
        page.Text.ShouldContain("2 500 passager.km");
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1"]);

        var saved = await owner.SubmitAsync(page, Confirm(page));
        saved.Text.ShouldContain("2 lignes enregistrées");
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1", "lines-entered.v1"]);
        var result = await GetAsync(program, $"/api/footprints/{project.Id}/provisional");
        result.GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg + (100 * 0.00293m) + (2000 * 0.0519m));
        var lines = result.GetProperty("lines").EnumerateArray().ToArray();
        lines.Length.ShouldBe(20);
        (lines[0].GetProperty("quantity").GetDecimal(), lines[0].GetProperty("label").GetString()).ShouldBe((2500, FirstProject.Activity[0].Label));
        (lines[19].GetProperty("unit").GetString(), lines[19].GetProperty("dataStatus").GetString()).ShouldBe(("kWh", "estimated"));

        // A double click saves once.
        saved = await owner.SubmitAsync(page, Confirm(page));
        saved.Text.ShouldContain("rien n’a changé");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_line_keeps_its_evidence_its_marks_and_its_place()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var ids = new[] { app.Ids.NewId(), app.Ids.NewId() };
        var marked = Line(id: ids[0]).TrimEnd('}') + ",\"marks\":{\"reliability\":5}}";
        using var first = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", marked);
        using var second = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(id: ids[1]));
        using var files = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Pdf()), "files", "facture.pdf" } };
        using var attached = await program.PostAsync($"/api/footprints/{project.Id}/provisional/lines/{ids[0]}/evidence", files);
        attached.StatusCode.ShouldBe(HttpStatusCode.Created);

        var owner = app.As(project.Owner);
        var page = await SendAsync(owner, project, Of([Heads, Row(7m, id: ids[0])]));
        await owner.SubmitAsync(page, Confirm(page));

        var lines = (await GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().ToArray();
        lines.Select(l => l.GetProperty("id").GetGuid()).ShouldBe(ids);
        (lines[0].GetProperty("quantity").GetDecimal(), lines[0].GetProperty("evidence").GetInt32(), lines[0].GetProperty("marks").GetProperty("reliability").GetInt32()).ShouldBe((7, 1, 5));
    }

    [Fact]
    public async Task Every_wrong_cell_is_named_at_once_and_nothing_is_saved()
    {
        var project = await app.ProjectAsync();
        var id = app.Ids.NewId();
        var page = await SendAsync(app.As(project.Owner), project, Of(
        [
            Heads,
            Row(new Raw("", "<f>B2*2</f>")),
            Row(new Raw("t=\"e\"", "<v>#REF!</v>")),
            Row(new Raw("s=\"1\"", "<v>45000</v>")),
            Row(new Raw("s=\"2\"", "<v>45000</v>")),
            Row("2.400"),
            Row(3m, unit: "MWh"),
            Row(-1m),
            Row(1m, factor: "rien"),
            Row(1m, department: "Cantine"),
            Row(1m, id: id),
            Row(new Raw("", "<f>1/3</f><v>0.33333333333333331</v>")),
            Row(null),
            Row(1m, status: "Monétaire"),
        ]));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var told in new[]
        {
            "Lignes!C2 (Quantité) : la formule n’a pas de valeur enregistrée",
            "Lignes!C3 (Quantité) : la cellule contient une erreur (#REF!)",
            "Lignes!C4 (Quantité) : une date se trouve là où un nombre est attendu",
            "Lignes!C5 (Quantité) : une date se trouve là où un nombre est attendu",
            "Lignes!C6 (Quantité) : « 2.400 » peut se lire de deux façons",
            "Lignes!D7 (Unité) : « MWh » ne se convertit pas : ce facteur compte en « passager.km »",
            "Lignes!C8 : La quantité ne peut pas être négative",
            "Lignes!B9 : Le facteur « rien » n’existe pas",
            "Lignes!E10 : Département : « Cantine » n’est pas dans la liste",
            "Lignes!I11 (Identifiant (ne pas modifier)) : ce bilan n’a pas, ou n’a plus, de ligne de cet identifiant",
            "Lignes!C12 : La quantité a plus de 6 chiffres",
            "Lignes!C13 : Quantité : à renseigner",
            "Lignes!H14 : Ce facteur compte en",
        })
        {
            page.Text.ShouldContain(told);
        }

        page.All(".errors li").Count.ShouldBe(13);
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Values_are_read_as_programs_store_them()
    {
        var lines = await ReadAsync(Of(
        [
            Heads,
            [],
            Row(new Raw("", "<f>0.1+0.2</f><v>0.30000000000000004</v>")),
            Row(new Raw("s=\"3\"", "<v>1.25E3</v>")),
            Row("1 250,5", factor: new Raw("t=\"s\"", "<v>0</v>"), unit: new Raw("t=\"s\"", "<v>1</v>")),
            Row(1m, label: new Raw("t=\"str\"", "<f>IF(1,\"\",2)</f><v></v>")),
            Row(2m, label: 42m, department: "transport", phase: "Shooting"),
        ]));
        lines.Select(l => l.Quantity).ShouldBe([0.3m, 1250m, 1250.5m, 1m, 2m]);
        lines.Select(l => l.Label).ShouldBe(["Repérages", "Repérages", "Repérages", null, "42"]);
        lines.ShouldAllBe(l => l.Factor.Code == "tgv" && l.Department == "transport" && l.Phase == "shooting");
    }

    /// <summary>Spreadsheets keep binary numbers: what was typed with up to 15 digits comes back as it was typed.</summary>
    [Fact]
    public void Numbers_come_back_as_they_were_typed()
        => Prop.ForAll(Gen.Choose(1, int.MaxValue).Zip(Gen.Choose(0, 6)).NonEmptyListOf().ToArbitrary(), typed =>
        {
            decimal[] numbers = [.. typed.Select(t => t.Item1 / (decimal)Math.Pow(10, t.Item2))];
            var lines = ReadAsync(Of([Heads, .. numbers.Select(n => Row((double)n))])).GetAwaiter().GetResult();
            return lines.Select(l => l.Quantity).SequenceEqual(numbers);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public async Task Missing_columns_and_empty_sheets_are_told_by_name()
    {
        (await RefusedAsync(Of([[.. Heads.Where(h => h is not "Quantité" and not "Phase")], Row(1m)]))).Text.Fr.ShouldContain("la colonne « Quantité », « Phase »");
        (await RefusedAsync(Of([Heads]))).Code.ShouldBe("footprint.sheet-empty");
        (await RefusedAsync(Of([]))).Code.ShouldBe("footprint.sheet-empty");
        (await RefusedAsync(Of([["a", "b"], Row(1m)]))).Code.ShouldBe("footprint.sheet-columns");
    }

    [Fact]
    public async Task What_is_no_workbook_is_told_as_what_it_is()
    {
        (await RefusedAsync(Compound("EncryptedPackage"))).Code.ShouldBe("footprint.sheet-encrypted");
        (await RefusedAsync(Compound("Workbook"))).Code.ShouldBe("footprint.sheet-old-format");
        (await RefusedAsync("Libellé;Quantité"u8.ToArray())).Code.ShouldBe("document.extension-lies");
        (await RefusedAsync([])).Code.ShouldBe("document.empty");
        (await RefusedAsync(new byte[(5 * 1024 * 1024) + 1])).Code.ShouldBe("document.too-large");
        var good = Of([Heads, Row(1m)]);
        (await RefusedAsync(good[..^100])).Code.ShouldBe("document.kind-not-allowed");
        for (var at = 40; at < good.Length - 60; at += 97)
        {
            var damaged = (byte[])good.Clone();
            damaged[at] ^= 0x5A;
            try
            {
                await ReadAsync(damaged);
            }
            catch (RuleBrokenException broken)
            {
                broken.Text.Fr.ShouldNotBeEmpty();
            }
        }

        (await RefusedAsync(Of(w => w.Write("<row><c><v>1</v></row>")))).Code.ShouldBe("footprint.sheet-unreadable");
        (await RefusedAsync(Of(w => w.Write("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>")))).Code.ShouldBe("footprint.sheet-unreadable");
    }

    [Fact]
    public async Task Size_is_bounded_before_memory()
    {
        var limits = new WorkbookLimits(Bytes: 200_000, Rows: 10, Cells: 500);
        (await RefusedAsync(Of([Heads, .. Enumerable.Repeat(Row(1m), 10)]), limits)).Text.Fr.ShouldContain("plus de 10 lignes");
        (await RefusedAsync(Of([Heads, Enumerable.Repeat<object?>(1m, 501).ToArray()]), limits)).Text.Fr.ShouldContain("plus de 500 cellules");
        (await RefusedAsync(Of(w => w.Write(new string(' ', 300_000))), limits)).Text.Fr.ShouldContain("une fois décompressé");

        // A file of some kilobytes that says it is small and unpacks to 60 MB.
        var bomb = Of(w =>
        {
            var spaces = new string(' ', 1024 * 1024);
            for (var i = 0; i < 60; i++)
            {
                w.Write(spaces);
            }
        });
        bomb.Length.ShouldBeLessThan(5 * 1024 * 1024);
        (await RefusedAsync(bomb)).Code.ShouldBe("footprint.sheet-too-large");

        // A sheet of a million short rows ends at its first five thousand.
        var endless = Of(w =>
        {
            w.Write("<row>");
            w.Write(string.Concat(Heads.Select(h => $"<c t=\"inlineStr\"><is><t>{h}</t></is></c>")));
            w.Write("</row>");
            for (var i = 0; i < 1_000_000; i++)
            {
                w.Write("<row><c><v>1</v></c></row>");
            }
        });
        endless.Length.ShouldBeLessThan(5 * 1024 * 1024);
        (await RefusedAsync(endless)).Text.Fr.ShouldContain("plus de 5000 lignes");
    }

    [Fact]
    public async Task More_faults_than_anybody_reads_are_counted()
    {
        var broken = await RefusedAsync(Of([Heads, .. Enumerable.Repeat(Row("x"), 300)]));
        broken.All.Count().ShouldBe(101);
        broken.All.Last().Text.Fr.ShouldContain("Et 200 autres");
        (await RefusedAsync(Of([Heads, .. Enumerable.Repeat(Row(1m), 2001)]))).Code.ShouldBe("footprint.too-many-lines");
    }

    [Fact]
    public async Task Somebody_else_worked_meanwhile_so_the_change_is_shown_anew()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var program = app.ProgramOf(project.Owner);
        var owner = app.As(project.Owner);
        var page = await SendAsync(owner, project, Of([Heads, Row(7m)]));
        using var meanwhile = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());
        page = await owner.SubmitAsync(page, Confirm(page));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("1 à ajouter, 0 à modifier, 0 inchangées.");
        page.Text.ShouldContain("20 lignes du bilan ne sont pas dans la feuille");
        page = await owner.SubmitAsync(page, Confirm(page));
        page.Text.ShouldContain("1 ligne enregistrée");
    }

    [Fact]
    public async Task What_is_unlikely_is_asked_about_and_a_forged_form_saves_nothing()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await SendAsync(owner, project, Of([Heads, Row(1_000_000_000m)]));
        page = await owner.SubmitAsync(page, Confirm(page));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Une ligne dépasse 1 000 t : vérifiez son unité");
        page = await owner.SubmitAsync(page, Confirm(page), ("confirmed", "true"));
        page.Text.ShouldContain("1 ligne enregistrée");

        page = await SendAsync(owner, project, Of([Heads, Row(5m)]));
        foreach (var forged in new[] { "", "[]", "{", "[null]", """[{"factor":"tgv"}]""", """[{"id":"nothing"}]""" })
        {
            var answer = await owner.SubmitAsync(page, Confirm(page), ("lignes", forged));
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, forged);
            answer.Text.ShouldContain("envoyez le classeur à nouveau");
        }

        (await app.EventsAsync(project.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Readers_strangers_and_closed_projects_send_nothing()
    {
        var project = await app.ProjectAsync();
        var reader = app.As(await app.CollaboratorAsync(project, "reader"));
        (await reader.GetPageAsync($"{Path(project)}/feuille")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetPageAsync($"{Path(project)}/feuille.xlsx")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.As(new PersonId(app.Ids.NewId())).GetPageAsync($"{Path(project)}/feuille.xlsx")).Status.ShouldBe(HttpStatusCode.NotFound);
        var owner = app.As(project.Owner);
        var page = await SendAsync(owner, project, Of([Heads, Row(5m)]));
        await app.CloseAsync(project);
        (await owner.SubmitAsync(page, Confirm(page))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.EventsAsync(project.Id)).ShouldNotContain("lines-entered.v1");
    }

    private static string Path(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Confirm(Page page) => (IHtmlFormElement)page.Find("form:has([name=lignes])");

    private static async Task<Page> SendAsync(Visitor visitor, TestProject project, byte[] file)
    {
        var page = await visitor.GetPageAsync($"{Path(project)}/feuille");
        return await visitor.SubmitFilesAsync(page, (IHtmlFormElement)page.Find("form:has([type=file])"), "files", ("feuille.xlsx", file));
    }

    private async Task<IReadOnlyList<ActivityLine>> ReadAsync(byte[] file, WorkbookLimits? limits = null)
    {
        var sheet = app.Services.GetRequiredService<EntrySheet>();
        return await sheet.ReadAsync(new IncomingFile("feuille.xlsx", new MemoryStream(file)), default, Nothing, Languages.French, limits ?? new WorkbookLimits(), default);
    }

    private Task<RuleBrokenException> RefusedAsync(byte[] file, WorkbookLimits? limits = null) => Should.ThrowAsync<RuleBrokenException>(() => ReadAsync(file, limits));
}
