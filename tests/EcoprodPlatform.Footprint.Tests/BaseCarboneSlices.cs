using System.Net;
using System.Text.Json;
using EcoprodPlatform.Footprint.BaseCarbone;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.BaseCarboneSample;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Imports of the Base Carbone by staff, on pages without script and by program. Each test has a database of its own: one import is in force.</summary>
public sealed class BaseCarboneSlices : IAsyncLifetime
{
    private const string Api = "/api/base-carbone/imports";
    private const string Pages = "/equipe/base-carbone";
    private static readonly PersonId Alix = new(Guid.Parse("5afe0000-0000-7000-8000-000000000001"));
    private static readonly PersonId Noor = new(Guid.Parse("5afe0000-0000-7000-8000-000000000002"));
    private static readonly byte[] Two = Encode(File(Element("1", "2,5"), Element("2", "3"), Element("3", "4")));

    private readonly FootprintApp _app = new();

    public Task InitializeAsync() => ((IAsyncLifetime)_app).InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)_app).DisposeAsync();

    [Fact]
    public async Task A_file_is_uploaded_compared_and_confirmed_on_pages()
    {
        var alix = Browser(Alix);
        var list = await alix.GetPageAsync(Pages);
        list.Text.ShouldContain("Aucun import pour l’instant");
        var preview = await UploadAsync(alix, list, "Base_Carbone_V23.6.csv", Official);
        preview.Text.ShouldContain("Base Carbone, version 23.6");
        preview.Text.ShouldContain("Rien de ce fichier n’est encore en vigueur");
        preview.Text.ShouldContain("nouveau (53)");
        (await CurrentAsync()).ShouldBe(0);
        preview.All("tbody td").ShouldAllBe(cell => cell.HasAttribute("data-label"));

        var confirm = await alix.GetPageAsync(preview.Find("a[href$='/confirmation']").GetAttribute("href")!);
        confirm.Text.ShouldContain("52 facteurs");
        var result = await alix.SubmitAsync(confirm, confirm.Form("main form"));
        result.Text.ShouldContain("ce fichier est en vigueur");
        result.Text.ShouldContain("Confirmé");
        (await CurrentAsync()).ShouldBe(53);
        var after = await alix.GetPageAsync(Pages);
        after.Texts("tbody tr").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.ShouldContain("Base_Carbone_V23.6.csv"), r => r.ShouldContain("en vigueur"), r => r.ShouldContain("23.6"), r => r.ShouldContain("par vous"), r => r.ShouldContain("52"));
        (await Browser(Noor, "en").GetPageAsync(Pages)).Text.ShouldSatisfyAllConditions(t => t.ShouldContain("in force"), t => t.ShouldContain("by somebody else of the team"));
    }

    [Fact]
    public async Task A_project_takes_an_element_over_as_a_factor_of_its_own_and_counts_with_it()
    {
        var project = await _app.ProjectAsync();
        using var producer = _app.As(project.Owner);
        (await producer.GetPageAsync($"/bilans/{project.Id}/facteurs/base-carbone")).Text.ShouldContain("Pas de Base Carbone pour l’instant");
        using var alix = Program(Alix);
        using (var answer = await SendAsync(alix, Official, "Base_Carbone_V23.6.csv"))
        {
            (await ConfirmAsync(alix, IdOf(await FootprintApp.JsonAsync(answer)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var page = await producer.GetPageAsync($"/bilans/{project.Id}/facteurs/base-carbone?recherche=imprimante");
        page = await producer.GetPageAsync(page.Find("main tbody a[href*='element=27025']").GetAttribute("href")!);
        page.Find("input[name=source]").GetAttribute("value").ShouldBe("ADEME, Base Carbone 23.6, élément 27025");
        page = await producer.SubmitAsync(page);
        page.Text.ShouldContain("ajouté");

        using var owner = _app.ProgramOf(project.Owner);
        var element = (await FootprintApp.GetAsync(owner, "/api/base-carbone/elements?q=imprimante")).EnumerateArray().First(e => e.GetProperty("id").GetString() == "27025");
        var factor = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/factors")).EnumerateArray().Single();
        (factor.GetProperty("value").GetDecimal(), factor.GetProperty("unit").GetString()).ShouldBe((element.GetProperty("value").GetDecimal(), element.GetProperty("unit").GetString()));
        using var line = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("2", factor.GetProperty("code").GetString()!, "unit", "production", "purchased-goods"));
        (await FootprintApp.JsonAsync(line)).GetProperty("kgCo2e").GetDecimal().ShouldBe(2 * element.GetProperty("value").GetDecimal());

        // What lines cannot count in is shown and not offered; it is never converted unasked.
        var other = await producer.GetPageAsync($"/bilans/{project.Id}/facteurs/base-carbone?recherche=avion");
        other.All("main tbody tr").ShouldNotBeEmpty();
        foreach (var row in (await FootprintApp.GetAsync(owner, "/api/base-carbone/elements?q=avion")).EnumerateArray().Where(e => !e.GetProperty("isCountable").GetBoolean()))
        {
            other.All($"main a[href*='element={row.GetProperty("id").GetString()}']").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_is_new_changed_archived_gone_and_unchanged_is_counted_and_shown()
    {
        using var alix = Program(Alix);
        await ConfirmedAsync(alix, File(Element("1", "2,5"), Element("2", "3"), Element("3", "4"), Element("4", "5"), Element("5", "6"), Element("6", "7", ("Statut de l'élément", "Archivé"))));
        using var answer = await SendAsync(alix, Encode(File(
            Element("1", "2,50"), Element("2", "3,25"), Element("3", "4", ("Statut de l'élément", "Archivé")), Element("5", "6", ("Incertitude", "20")), Element("7", "-1"),
            Element("6", "7", ("Statut de l'élément", "Archivé")), Element("8", "1", ("Unité français", "kg C/kg")))));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var preview = await FootprintApp.JsonAsync(answer);
        answer.Headers.Location!.ToString().ShouldBe($"{Api}/{IdOf(preview)}");
        Counts(preview).ShouldBe("added 1, valueChanged 1, otherwiseChanged 1, newlyArchived 1, gone 1, unchanged 2, refused 1, leftOut 1");
        preview.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("kind").GetString()} {c.GetProperty("element").GetString()}")
            .ShouldBe(["value 2", "other 5", "archived 3", "gone 4", "new 7"]);
        var changed = preview.GetProperty("changes")[0];
        (changed.GetProperty("oldValue").GetDecimal(), changed.GetProperty("newValue").GetDecimal()).ShouldBe((3m, 3.25m));
        preview.GetProperty("refusals")[0].GetProperty("record").GetInt32().ShouldBe(7);
        (await FootprintApp.GetAsync(alix, $"{Api}/{IdOf(preview)}/changes?kind=gone")).EnumerateArray().ShouldHaveSingleItem().GetProperty("newValue").ValueKind.ShouldBe(JsonValueKind.Null);

        var page = await Browser(Alix).GetPageAsync($"{Pages}/{IdOf(preview)}");
        page.Texts("tbody tr").ShouldContain(r => r.Contains('3') && r.Contains("3,25"));
        page.Find("#refus").TextContent.ShouldContain("kg C/kg");
        (await CurrentAsync()).ShouldBe(6, "what waits changes nothing");
        (await ConfirmAsync(alix, IdOf(preview))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _app.Database.ScalarAsync<string>("select string_agg(state, ' ' order by received_at) from footprint.base_carbone_import")).ShouldBe("replaced current");
    }

    [Fact]
    public async Task BC8_An_element_that_comes_back_in_another_unit_is_refused()
    {
        using var alix = Program(Alix);
        await ConfirmedAsync(alix, File(Element("34942", "0,1", ("Unité français", "kgCO2e/kWh")), Element("2", "1")));
        using var answer = await SendAsync(alix, Encode(File(Element("34942", "0,1"), Element("2", "1"))));
        var preview = await FootprintApp.JsonAsync(answer);
        Counts(preview).ShouldBe("added 0, valueChanged 0, otherwiseChanged 0, newlyArchived 0, gone 1, unchanged 1, refused 1, leftOut 1");
        preview.GetProperty("refusals")[0].GetProperty("reasonFr").GetString()!.ShouldContain("ne change pas d’unité");
    }

    /// <summary>The size of the real file.</summary>
    [Fact]
    public async Task A_full_export_comes_in_and_one_changed_value_is_one_difference()
    {
        using var alix = Program(Alix);
        var file = Full();
        using var first = await SendAsync(alix, file, "Base_Carbone_V23.6.csv");
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        var import = (await FootprintApp.JsonAsync(first)).GetProperty("import");
        import.GetProperty("records").GetInt32().ShouldBe(FullSize);
        import.GetProperty("refused").GetInt32().ShouldBe(0);
        import.GetProperty("version").GetString().ShouldBe("23.6");
        (await _app.Database.ScalarAsync<long>("select count(*) from footprint.base_carbone_record")).ShouldBe(FullSize);
        (await _app.Database.ScalarAsync<decimal>("select value from footprint.base_carbone_element where element_id = '128144'")).ShouldBe(0.00592m);
        (await ConfirmAsync(alix, import.GetProperty("id").GetGuid())).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var again = await SendAsync(alix, file, "autre nom.csv");
        again.StatusCode.ShouldBe(HttpStatusCode.OK, "the same bytes are the same file, whatever it is called");
        IdOf(await FootprintApp.JsonAsync(again)).ShouldBe(import.GetProperty("id").GetGuid());
        (await _app.Database.ScalarAsync<long>("select count(*) from footprint.base_carbone_import")).ShouldBe(1);

        using var other = await SendAsync(alix, Full(changed: "143119"), "Base_Carbone_V23.7.csv");
        var preview = await FootprintApp.JsonAsync(other);
        var change = preview.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("element").GetString().ShouldBe("143119");
        (change.GetProperty("oldValue").GetDecimal(), change.GetProperty("newValue").GetDecimal()).ShouldBe((1960m, 1.5m));
        preview.GetProperty("import").GetProperty("valueChanged").GetInt32().ShouldBe(1);
        preview.GetProperty("import").GetProperty("gone").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task BC11_Everything_of_a_record_is_kept()
    {
        using var alix = Program(Alix);
        using var answer = await SendAsync(alix, Official, "Base_Carbone_V22.0.csv");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _app.Database.ScalarAsync<long>("select count(*) from footprint.base_carbone_record where cardinality(fields) = 67")).ShouldBe(117);
        (await _app.Database.ScalarAsync<string>("select fields[51] from footprint.base_carbone_record where number = 29")).ShouldBe("5,92E-3");
        (await _app.Database.ScalarAsync<string>("select encode(sha256, 'hex') from footprint.base_carbone_import")).ShouldBe("a8f0d5cc955cae6258ce0b3fd1a35f99e1fc1483adfb70e3b9e778758bff58cb");
        (await _app.Database.ScalarAsync<string>("select header[51] from footprint.base_carbone_import")).ShouldBe("Total poste non décomposé");
    }

    [Fact]
    public async Task A_second_click_and_a_second_person_change_nothing_and_are_told()
    {
        var (alix, noor) = (Browser(Alix), Browser(Noor));
        var (empty, alsoEmpty) = (await alix.GetPageAsync(Pages), await noor.GetPageAsync(Pages));
        var preview = await UploadAsync(alix, empty, "a.csv", Two);
        // The same click again, from the page that is still open.
        (await UploadAsync(alix, empty, "a.csv", Two)).Text.ShouldContain("rien n’a changé");
        var other = await UploadAsync(noor, alsoEmpty, "b.csv", Official);
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Text.ShouldContain("attend déjà");

        var confirm = preview.Path + "/confirmation";
        var (mine, theirs) = (await alix.GetPageAsync(confirm), await noor.GetPageAsync(confirm));
        (await alix.SubmitAsync(mine, mine.Form("main form"))).Text.ShouldContain("en vigueur");
        (await alix.SubmitAsync(mine, mine.Form("main form"))).Status.ShouldBe(HttpStatusCode.OK);
        var told = await noor.SubmitAsync(theirs, theirs.Form("main form"));
        told.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        told.Text.ShouldContain("confirmé entre-temps par une autre personne");
        using var program = Program(Noor);
        await program.SendAsync(HttpMethod.Delete, $"{Api}/{preview.Path.Split('/')[^1]}").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.base-carbone-decided");
        (await CurrentAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Many_who_send_the_same_file_at_once_make_one_import_and_many_who_confirm_it_one_decision()
    {
        var people = Enumerable.Range(0, 4).Select(_ => Program(new PersonId(_app.Ids.NewId()))).ToList();
        var sent = await Task.WhenAll(people.Select(p => SendAsync(p, Two)));
        sent.Count(s => s.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        sent.Count(s => s.StatusCode == HttpStatusCode.OK).ShouldBe(3);
        var id = IdOf(await FootprintApp.JsonAsync(sent[0]));
        var confirmed = await Task.WhenAll(people.Select(p => ConfirmAsync(p, id)));
        confirmed.Count(c => c.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        confirmed.Count(c => c.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
    }

    [Fact]
    public async Task An_import_can_be_given_up_by_anybody_of_the_team_and_sent_again()
    {
        var (alix, noor) = (Browser(Alix), Browser(Noor));
        var preview = await UploadAsync(alix, await alix.GetPageAsync(Pages), "a.csv", Two);
        var cancel = await noor.GetPageAsync(preview.Path + "/abandon");
        (await noor.SubmitAsync(cancel, cancel.Form("main form"))).Text.ShouldContain("rien n’a changé");
        (await _app.Database.ScalarAsync<long>("select (select count(*) from footprint.base_carbone_record) + (select count(*) from footprint.base_carbone_element)")).ShouldBe(0);
        (await alix.GetPageAsync(preview.Path)).Text.ShouldContain("Cet import a été abandonné");
        using var program = Program(Alix);
        (await FootprintApp.GetAsync(program, $"{Api}/{preview.Path.Split('/')[^1]}")).GetProperty("changes").GetArrayLength().ShouldBe(0);
        (await UploadAsync(alix, await alix.GetPageAsync(Pages), "a.csv", Two)).Text.ShouldContain("Fichier lu");
    }

    [Fact]
    public async Task Of_many_refused_records_200_are_listed_and_the_rest_is_counted()
    {
        using var alix = Program(Alix);
        using var answer = await SendAsync(alix, Encode(File([Element("1", "2"), .. Enumerable.Range(2, 230).Select(i => Element(i.ToString(System.Globalization.CultureInfo.InvariantCulture), "?"))])));
        var preview = await FootprintApp.JsonAsync(answer);
        preview.GetProperty("refusals").GetArrayLength().ShouldBe(200);
        var page = await Browser(Alix, "en").GetPageAsync($"{Pages}/{IdOf(preview)}");
        page.All("#refus tbody tr").Count.ShouldBe(200);
        page.Find("#refus").TextContent.ShouldContain("and 30 more");
        page.Find("#refus").TextContent.ShouldContain("no number that can be read exactly");
    }

    [Fact]
    public async Task What_looks_like_a_formula_or_a_page_stays_text()
    {
        var alix = Browser(Alix);
        var page = await UploadAsync(alix, await alix.GetPageAsync(Pages), "a.csv", Encode(File(Element("1", "2", ("Nom base français", "=cmd|'/c calc'!A0 <b>gras</b>")))));
        page.Texts("tbody th").ShouldHaveSingleItem().ShouldContain("=cmd|'/c calc'!A0 <b>gras</b>");
    }

    [Fact]
    public async Task A_wrong_file_is_told_and_leaves_nothing()
    {
        (string Name, byte[] Bytes, string Code)[] wrong =
        [
            ("base.zip", SampleFile.Zip(("a.csv", "x")), "document.kind-not-allowed"),
            ("base.xlsx", SampleFile.Xlsx, "document.kind-not-allowed"),
            ("base.csv", SampleFile.Xlsx, "document.extension-lies"),
            ("base.csv", [], "document.empty"),
            ("base.pdf", SampleFile.Pdf(), "document.kind-not-allowed"),
            ("base.csv", SampleFile.Text("a;b\n1;2\n"), "footprint.base-carbone-columns"),
            ("base.csv", System.Text.Encoding.Unicode.GetBytes("Type Ligne;x"), "document.kind-not-allowed"),
            ("base.csv", Portal, "footprint.base-carbone-columns"),
            ("base.csv", Encode(File(Element("1", "2,5"), Element("2", "2.5"))), "footprint.base-carbone-mixed-decimals"),
        ];
        using var alix = Program(Alix);
        var browser = Browser(Alix);
        foreach (var (name, bytes, code) in wrong)
        {
            await SendAsync(alix, bytes, name).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, code);
            var page = await UploadAsync(browser, await browser.GetPageAsync(Pages), name, bytes);
            page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, name);
            page.Find("#errors").TextContent.ShouldNotBeEmpty();
        }

        (await _app.Database.ScalarAsync<long>("select count(*) from footprint.base_carbone_import")).ShouldBe(0);
    }

    [Fact]
    public async Task No_file_two_files_and_too_large_a_file_are_told()
    {
        using var alix = Program(Alix);
        using var two = new MultipartFormDataContent { { new ByteArrayContent(Two), "files", "a.csv" }, { new ByteArrayContent(Two), "files", "b.csv" } };
        await alix.PostAsync(new Uri(Api, UriKind.Relative), two).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "document.missing");
        var large = new byte[BaseCarboneFile.MostBytes + 1];
        Array.Fill(large, (byte)'a');
        await SendAsync(alix, large).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "document.too-large");
        var browser = Browser(Alix);
        var page = await browser.GetPageAsync(Pages);
        (await browser.SubmitAsync(page, Form(page))).Text.ShouldContain("Choisissez un fichier");
    }

    [Fact]
    public async Task Staff_alone_see_and_change_it()
    {
        using var alix = Program(Alix);
        using var answer = await SendAsync(alix, Two);
        var id = IdOf(await FootprintApp.JsonAsync(answer));
        using var producer = _app.ProgramOf(new PersonId(_app.Ids.NewId()));
        foreach (var path in (string[])[Api, $"{Api}/{id}", $"{Api}/{id}/changes"])
        {
            (await producer.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await _app.CreateClient().GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        (await SendAsync(producer, Two)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ConfirmAsync(producer, id)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await producer.SendAsync(HttpMethod.Delete, $"{Api}/{id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var path in (string[])[Pages, $"{Pages}/{id}", $"{Pages}/{id}/confirmation", $"{Pages}/{id}/abandon"])
        {
            (await _app.As(new PersonId(_app.Ids.NewId())).GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
            (await Browser(Alix).GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.OK, path);
        }

        (await Browser(Alix).GetPageAsync($"{Pages}/{_app.Ids.NewId()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await ConfirmAsync(alix, _app.Ids.NewId()).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-base-carbone-import");
        (await Browser(Alix).PostAsync($"{Pages}/{id}/confirmation")).StatusCode.ShouldNotBe(HttpStatusCode.SeeOther, "no token, no act");
        (await CurrentAsync()).ShouldBe(0);
        (await Browser(Alix).GetPageAsync("/equipe")).Find($"a[href='{Pages}']").TextContent.ShouldContain("Voir les imports");
    }

    private Visitor Browser(PersonId person, string language = "fr")
    {
        var visitor = _app.NewVisitor(language);
        visitor.Client.SignIn(person, isStaff: true);
        return visitor;
    }

    private HttpClient Program(PersonId person)
    {
        var client = _app.CreateClient();
        client.SignIn(person, isStaff: true);
        return client;
    }

    private static AngleSharp.Html.Dom.IHtmlFormElement Form(Page page) => page.Form("main form[enctype='multipart/form-data']");

    private static Task<Page> UploadAsync(Visitor visitor, Page page, string name, byte[] bytes) => visitor.SubmitFilesAsync(page, Form(page), "files", (name, bytes));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] bytes, string name = "base.csv")
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "files", name } };
        return await client.PostAsync(new Uri(Api, UriKind.Relative), content);
    }

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient client, Guid id) => client.SendAsync(HttpMethod.Post, $"{Api}/{id}/confirmation");

    private static async Task ConfirmedAsync(HttpClient client, string text)
    {
        using var answer = await SendAsync(client, Encode(text));
        (await ConfirmAsync(client, IdOf(await FootprintApp.JsonAsync(answer)))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Guid IdOf(JsonElement preview) => preview.GetProperty("import").GetProperty("id").GetGuid();

    private static string Counts(JsonElement preview)
        => string.Join(", ", ((string[])["added", "valueChanged", "otherwiseChanged", "newlyArchived", "gone", "unchanged", "refused", "leftOut"]).Select(n => $"{n} {preview.GetProperty("import").GetProperty(n).GetInt32()}"));

    private Task<long> CurrentAsync() => _app.Database.ScalarAsync<long>(
        "select count(*) from footprint.base_carbone_element e join footprint.base_carbone_import i on i.id = e.import_id where i.state = 'current'");
}
