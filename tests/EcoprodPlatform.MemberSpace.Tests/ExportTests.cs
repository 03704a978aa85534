using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web;
using Shouldly;
using Xunit;
using Page = EcoprodPlatform.Testing.Page;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The register and a space's projects as files: the same rows as the page and the API, all of them, and for the same people.</summary>
public sealed class ExportTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private static readonly string[] Hostile = ["=1+1", "-2+3", "@SUM(A1)", "\"a\"; b, c", "🎬 émoji", "<b>&amp;", "_x0041_"];

    private static readonly string[] ProjectHeads =
        ["Projet", "Genre", "Propriétaire du projet", "Créé le", "Mis à jour le", "Type d’évaluation", "Statut", "Finalisé le", "Bilan compté", "Bilan total (kgCO2e)", "Chiffres en cours de réparation", "Dont postes ou départements filtrés (kgCO2e)"];

    private static readonly string[] ProjectHeadsInEnglish =
        ["Project", "Genre", "Project owner", "Created on", "Updated on", "Type of assessment", "Status", "Finalised on", "Counted assessment", "Total (kgCO2e)", "Figures being repaired", "Of it in the posts or departments filtered by (kgCO2e)"];

    private static readonly string[] RegisterHeads = ["Structure", "Adhésion", "À jour jusqu’au", "Espace membre", "Tags", "Personnes administratrices"];

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task A_workbook_of_the_projects_holds_what_the_API_answers_cell_by_cell(string language)
    {
        var space = await VariedAsync();
        var person = app.As(space.Administrator, language);
        var api = await AllAsync(person, $"/api/member-spaces/{space.Id}/projects?sort=title");

        var book = await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx?tri=projet");

        book.Rows[0].ShouldBe(language == "fr" ? ProjectHeads : ProjectHeadsInEnglish);
        book.Rows.Count.ShouldBe(api.Count + 1);
        foreach (var (row, item) in book.Rows.Skip(1).Zip(api))
        {
            row[0].ShouldBe(item.GetProperty("title").GetString());
            row[2].ShouldBe(item.GetProperty("owner").GetString());
            row[3].ShouldBe(InParis(item.GetProperty("createdAt")));
            row[4].ShouldBe(InParis(item.GetProperty("updatedAt")));
            row[6].ShouldBe(Terms.Status(item.GetProperty("isClosed").GetBoolean()).In(Languages.Of(language)));
            row[7].ShouldBe(item.GetProperty("finalisedOn") is { ValueKind: JsonValueKind.String } day ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
            row[9].ShouldBe(item.GetProperty("totalKg") is { ValueKind: JsonValueKind.Number } kg ? kg.GetDecimal() : null);
        }

        var shown = (await person.GetPageAsync($"/espaces/{space.Id}/projets?tri=projet")).All("tbody tr").Select(r => Page.Fold(r.Children[4].TextContent));
        book.Rows.Skip(1).Select(r => (string?)r[5] ?? "-").ShouldBe(shown);
    }

    [Fact]
    public async Task A_csv_holds_the_same_as_the_workbook()
    {
        var space = await VariedAsync();
        foreach (var (language, separator, point) in new[] { ("fr", ';', ","), ("en", ',', ".") })
        {
            var person = app.As(space.Administrator, language);
            var book = await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx?tri=-total");
            var csv = CsvTable.Read(await BytesAsync(person, $"/espaces/{space.Id}/projets.csv?tri=-total"), separator);

            csv.Count.ShouldBe(book.Rows.Count);
            csv.Zip(book.Rows).ShouldAllBe(r => r.First.SequenceEqual(r.Second.Select(c => AsText(c, point)), StringComparer.Ordinal));
            csv.Select(r => r[0]).ShouldContain("'=1+1");
        }
    }

    /// <summary>A provisional assessment of 12.345678901 kg; a final one of 0; none at all.</summary>
    [Fact]
    public async Task Kilograms_are_exact_and_no_assessment_is_an_empty_cell_and_not_zero()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "A" }, provisionalKg: 12.345678901m);
        await app.ProjectAsync(space, p => p with { Title = "B" }, finalKg: 0m);
        await app.ProjectAsync(space, p => p with { Title = "C" });
        var person = app.As(space.Administrator);

        var book = await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx?tri=projet");

        book.Rows.Skip(1).Select(r => (r[5], r[8], r[9])).ShouldBe(
            [("Bilan prévisionnel", "Bilan prévisionnel", 12.345678901m), ("Bilan définitif", "Bilan définitif", 0m), (null, null, null)]);
        CsvTable.Read(await BytesAsync(person, $"/espaces/{space.Id}/projets.csv?tri=projet"), ';').Skip(1).Select(r => r[9]).ShouldBe(["12,345678901", "0", ""]);
        book.Xml.Descendants().Where(e => e.Name.LocalName == "c" && e.Attribute("r")!.Value is "J2").ShouldHaveSingleItem().Value.ShouldBe("12.345678901");
        book.Xml.Descendants().Where(e => e.Name.LocalName == "c" && e.Attribute("r")!.Value is "J4").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_has_all_pages_of_the_filters_the_search_and_the_sort_of_the_page_it_is_asked_on()
    {
        var space = await app.SpaceAsync();
        for (var i = 1; i <= 47; i++)
        {
            var n = i;
            await app.ProjectAsync(
                space,
                p => p with { Title = $"{(n == 47 ? "Hiver" : "Été")} {n:00}", EditorialGenre = n == 46 ? "commercial" : "documentary", FinalisedOn = n % 2 == 0 ? new DateOnly(2023, 12, 18) : null },
                finalKg: n * 1000m);
        }

        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/projets?statut=closed&genre=documentary&q=ete&tri=-total&page=2");
        page.Texts("tbody th a").ShouldBe(["Été 04", "Été 02"]);
        var links = page.All("a[href*='projets.']").Select(a => (Page.Fold(a.TextContent), a.GetAttribute("href")!)).ToList();
        links.ShouldBe(
        [
            ("Exporter (.xlsx)", $"/espaces/{space.Id}/projets.xlsx?statut=closed&genre=documentary&q=ete&tri=-total"),
            ("Exporter (.csv)", $"/espaces/{space.Id}/projets.csv?statut=closed&genre=documentary&q=ete&tri=-total"),
        ]);

        var expected = Enumerable.Range(1, 22).Select(n => $"Été {46 - (2 * n):00}").ToList();
        (await ProjectsAsync(person, links[0].Item2)).Rows.Skip(1).Select(r => r[0]).ShouldBe(expected);
        CsvTable.Read(await BytesAsync(person, links[1].Item2), ';').Skip(1).Select(r => r[0]).ShouldBe(expected);
        (await app.As(space.Administrator, "en").GetPageAsync($"/espaces/{space.Id}/projets")).Texts("a[href*='projets.']").ShouldBe(["Export (.xlsx)", "Export (.csv)"]);
    }

    [Fact]
    public async Task A_list_without_rows_is_a_file_with_its_head()
    {
        var space = await app.SpaceAsync();
        var person = app.As(space.Administrator);
        (await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx")).Rows.ShouldHaveSingleItem().ShouldBe(ProjectHeads);
        CsvTable.Read(await BytesAsync(person, $"/espaces/{space.Id}/projets.csv"), ';').ShouldHaveSingleItem().ShouldBe(ProjectHeads);
        Workbook.Read(await BytesAsync(app.As(MemberSpaceApp.Staff), $"/equipe/structures.xlsx?q={app.Ids.NewId()}")).Rows.ShouldHaveSingleItem().ShouldBe(RegisterHeads);
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task Nobody_else_gets_a_file(string format)
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, finalKg: 5m);
        var neighbour = await app.SpaceAsync();
        foreach (var stranger in new[] { await app.PersonAsync(), neighbour.Administrator, MemberSpaceApp.Staff })
        {
            (await app.As(stranger).Client.GetAsync($"/espaces/{space.Id}/projets.{format}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        foreach (var person in new[] { await app.PersonAsync(), space.Administrator })
        {
            (await app.As(person).Client.GetAsync($"/equipe/structures.{format}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        foreach (var path in new[] { $"/espaces/{space.Id}/projets.{format}", $"/equipe/structures.{format}" })
        {
            ((int)(await app.NewVisitor().Client.GetAsync(path)).StatusCode).ShouldBeOneOf(302, 401);
        }

        (await app.As(space.Administrator).Client.GetAsync($"/espaces/{space.Id}/projets.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(MemberSpaceApp.Staff).Client.GetAsync("/equipe/structures.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(space.Administrator).Client.GetAsync($"/espaces/{space.Id}/projets.{format}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>MS-44: what was detached is in no file.</summary>
    [Fact]
    public async Task A_detached_project_is_in_no_file()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = "Parti" }, finalKg: 5m);
        var person = app.As(space.Administrator);
        (await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx")).Rows.Count.ShouldBe(2);
        (await person.Client.DeleteAsync($"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_register_is_a_file_of_what_staff_see_and_the_API_answers()
    {
        var mark = $"{app.Ids.NewId():N}";
        var staff = new Actor(MemberSpaceApp.Staff, true);
        for (var i = 0; i < 23; i++)
        {
            await app.SendAsync(new RegisterOrganisation(new OrganisationId(app.Ids.NewId()), $"{Hostile[i % Hostile.Length]} {i:00} {mark}", i % 2 == 0 ? Membership.None : new Membership(true, i % 3 == 0 ? new DateOnly(2020, 1, 31) : null), staff));
        }

        await app.SpaceAsync($"Écran {mark}", tags: 2);
        var desk = app.As(MemberSpaceApp.Staff);
        var api = await AllAsync(desk, $"/api/organisations?q={mark}");
        api.Count.ShouldBe(24);

        var page = await desk.GetPageAsync($"/equipe/structures?q={mark}&page=2");
        var links = page.All("a[href*='structures.']").Select(a => a.GetAttribute("href")!).ToList();
        links.ShouldBe([$"/equipe/structures.xlsx?q={mark}", $"/equipe/structures.csv?q={mark}"]);
        using var answer = await desk.Client.GetAsync(links[0]);
        var disposition = answer.Content.Headers.ContentDisposition!;
        disposition.DispositionType.ShouldBe("attachment");
        disposition.FileName!.ShouldMatch(@"^structures-\d{4}-\d\d-\d\d\.xlsx$");
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
        var book = Workbook.Read(await answer.Content.ReadAsByteArrayAsync());
        var csv = CsvTable.Read(await BytesAsync(desk, links[1]), ';');

        book.Rows[0].ShouldBe(RegisterHeads);
        book.Rows.Count.ShouldBe(25);
        foreach (var (row, item) in book.Rows.Skip(1).Zip(api))
        {
            row[0].ShouldBe(item.GetProperty("name").GetString());
            row[1].ShouldBe(Membership.Words(item.GetProperty("isMember").GetBoolean(), item.GetProperty("isPaidUp").GetBoolean()).Fr);
            row[2].ShouldBe(item.GetProperty("paidUntil") is { ValueKind: JsonValueKind.String } day ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
            row[3].ShouldBe(item.GetProperty("hasSpace").GetBoolean());
            (row[4] ?? "").ShouldBe(string.Join(", ", item.GetProperty("tags").EnumerateArray().Select(t => t.GetString())));
            row[5].ShouldBe((decimal)item.GetProperty("administrators").GetInt64());
        }

        csv.Zip(book.Rows).ShouldAllBe(r => r.First.SequenceEqual(r.Second.Select(c => AsText(c, ",")), StringComparer.Ordinal));
        var space = book.Rows.Single(r => (string?)r[0] == $"Écran {mark}");
        space[1..].ShouldBe(["À jour de cotisation", new DateOnly(2199, 1, 1), true, $"Écran {mark}, Écran {mark} 2", 1m]);

        Workbook.Read(await BytesAsync(desk, $"/equipe/structures.xlsx?q={mark}&espace=oui")).Rows.Count.ShouldBe(2);
        Workbook.Read(await BytesAsync(desk, $"/equipe/structures.xlsx?q={mark}&adhesion=none")).Rows.Count.ShouldBe(13);
        Workbook.Read(await BytesAsync(app.As(MemberSpaceApp.Staff, "en"), $"/equipe/structures.xlsx?q={mark}&espace=oui")).Rows[1][1].ShouldBe("Fee paid");
    }

    [Fact]
    public async Task Five_thousand_projects_are_exported_to_the_last_gram()
    {
        var space = await app.SpaceAsync();
        await app.Database.ExecuteAsync($"""
            insert into member_space.space_projects (organisation_id, basis, project_id, title, folded_title, genre, owner_id, tags, is_closed, created_at, changed_at, has_provisional, has_final, total_ug, currency)
            select '{space.Id}', 'effective', gen_random_uuid(), 'Projet ' || n, 'projet ' || lpad(n::text, 5, '0'), 'documentary', gen_random_uuid(), array['{space.Tags[0]}'::uuid], false, now(), now(), false, true, n::bigint * 1000000007, 'EUR'
            from generate_series(1, 5000) n
            """);
        var person = app.As(space.Administrator);
        var total = (await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects")).GetProperty("totalKg").GetDecimal();

        var book = await ProjectsAsync(person, $"/espaces/{space.Id}/projets.xlsx?tri=projet");

        book.Rows.Skip(1).Select(r => r[0]).ShouldBe(Enumerable.Range(1, 5000).Select(n => $"Projet {n}"));
        book.Rows.Skip(1).Sum(r => (decimal)r[9]!).ShouldBe(total);
        CsvTable.Read(await BytesAsync(person, $"/espaces/{space.Id}/projets.csv?tri=projet"), ';').Skip(1).Sum(r => decimal.Parse(r[9], Languages.French)).ShouldBe(total);
    }

    [Fact]
    public async Task A_sort_that_the_API_does_not_know_is_refused_with_those_it_knows()
    {
        var space = await app.SpaceAsync();
        var client = app.As(space.Administrator, "en").Client;
        foreach (var known in new[] { "title", "-owner", "createdAt", "-updatedAt", "-changedAt", "assessment", "status", "-total" })
        {
            (await client.GetAsync($"/api/member-spaces/{space.Id}/projects?sort={known}")).StatusCode.ShouldBe(HttpStatusCode.OK, known);
        }

        foreach (var unknown in new[] { "genre", "projet", "finalisedOn" })
        {
            var answer = await client.GetAsync($"/api/member-spaces/{space.Id}/projects?sort={unknown}");
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, unknown);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("sort is one of title, owner, createdAt, updatedAt, assessment, status, total, part, changedAt.");
        }
    }

    /// <summary>Projects with hostile titles, with and without owner, assessments and dates.</summary>
    private async Task<TestSpace> VariedAsync()
    {
        var space = await app.SpaceAsync();
        var owner = await app.PersonAsync("Zoé", "=Étienne");
        for (var i = 0; i < Hostile.Length; i++)
        {
            var n = i;
            await app.ProjectAsync(
                space,
                p => p with
                {
                    Title = Hostile[n],
                    OwnerId = n % 2 == 0 ? owner : p.OwnerId,
                    FinalisedOn = n % 3 == 0 ? new DateOnly(2024, 2, 29) : null,
                    CreatedAt = new DateTimeOffset(2024, 6, 30, 22, 15, 30, TimeSpan.Zero),
                },
                finalKg: n % 3 == 1 ? null : (n * 1234.000567m) + 0.1m,
                provisionalKg: n % 2 == 0 ? null : 1m / 3);
        }

        return space;
    }

    /// <summary>The sheet of the projects without its last row, which has been found to be their sums.</summary>
    private static async Task<Workbook> ProjectsAsync(Visitor person, string path)
    {
        var book = Workbook.ReadAll(await BytesAsync(person, path))[0];
        if (book.Rows.Count == 1)
        {
            return book;
        }

        var (rows, sums) = (book.Rows.SkipLast(1).ToList(), book.Rows[^1]);
        sums[0].ShouldBe("Total");
        foreach (var column in new[] { 9, 11 })
        {
            var values = rows.Skip(1).Select(r => r[column]).OfType<decimal>().ToList();
            sums[column].ShouldBe(values.Count == 0 ? null : values.Sum());
        }

        return book with { Rows = rows };
    }

    private static async Task<byte[]> BytesAsync(Visitor person, string path)
    {
        using var answer = await person.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>All pages of a list of the API.</summary>
    private static async Task<IReadOnlyList<JsonElement>> AllAsync(Visitor person, string path)
    {
        var items = new List<JsonElement>();
        for (var number = 1; ; number++)
        {
            var page = (await person.Client.GetFromJsonAsync<JsonElement>($"{path}&page={number}")).GetProperty("items").EnumerateArray().ToList();
            items.AddRange(page);
            if (page.Count < 20)
            {
                return items;
            }
        }
    }

    private static DateTime InParis(JsonElement moment)
        => TimeZoneInfo.ConvertTime(moment.GetDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).DateTime;

    /// <summary>What a cell of the workbook is in the other file.</summary>
    private static string AsText(object? cell, string point) => cell switch
    {
        null => "",
        string text when "=+-@".Contains(text[0], StringComparison.Ordinal) => "'" + text,
        string text => text,
        decimal number => number.ToString(CultureInfo.InvariantCulture).Replace(".", point, StringComparison.Ordinal),
        DateOnly day => Format.Iso(day),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool answer => (answer, point) switch { (true, ",") => "oui", (true, _) => "yes", (false, ",") => "non", _ => "no" },
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };
}
