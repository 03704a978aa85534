using System.Net;
using System.Text;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

/// <summary>A list's columns are told once: sort and files follow.</summary>
public sealed class ColumnsTests
{
    private const string Main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}";

    private static readonly Columns<Shoot> Shoots = new(
        ties: "s.folded_name, s.id",
        new("name", new("Vos tournages", "Your shoots"), r => r.Name) { FileLabel = new("Tournage", "Shoot"), PageKey = "nom", Sql = "s.folded_name" },
        new("mass", new("Masse (kgCO2e)", "Mass (kgCO2e)"), r => r.Mass) { PageKey = "masse", Sql = "s.mass", IsNumeric = true },
        new("days", new("Jours", "Days"), r => r.Days),
        new("start", new("Début", "Start"), r => r.Start) { IsOnlyInFiles = true },
        new("changedAt", new("Mis à jour le", "Updated on"), r => r.ChangedAt),
        new("isClosed", new("Clôturé", "Closed"), r => r.IsClosed),
        new("kind", new("Genre", "Genre"), r => r.Kind));

    private static readonly Shoot Full = new(
        "Été; \"à\" Sète", 1234567.000000001m, 12, new DateOnly(2026, 2, 3), new DateTimeOffset(2026, 7, 14, 22, 30, 5, TimeSpan.Zero), true, new Text("Série", "Series"));

    private static readonly Shoot Empty = new("Vide", null, null, null, null, null, null);

    public static TheoryData<string> Hostile =>
    [
        "=1+1", "+33", "-2", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x.example\";\"a\")", "＝1+1",
        "a\nb", "a\r\nb", "a\rb", "a,b;c", "\"", "\"\"a", " spaces ", "🎬 émoji 👩‍💻", "<c>&amp;</c>", "_x0041_", "_x000D_=1", "]]>", "שלום", "\u0001\u001F", "007", "1e5", "TRUE", "'quoted",
    ];

    [Fact]
    public async Task In_French_a_csv_has_semicolons_and_decimal_commas()
        => (await CsvAsync(Languages.French, Full, Empty, Full with { Name = "Négatif", Mass = -0.50m, IsClosed = false })).ShouldBe(
            "\uFEFFTournage;Masse (kgCO2e);Jours;Début;Mis à jour le;Clôturé;Genre\r\n"
            + "\"Été; \"\"à\"\" Sète\";1234567,000000001;12;2026-02-03;2026-07-15 00:30:05;oui;Série\r\n"
            + "Vide;;;;;;\r\n"
            + "Négatif;-0,5;12;2026-02-03;2026-07-15 00:30:05;non;Série\r\n");

    [Fact]
    public async Task In_English_a_csv_has_commas_and_decimal_points()
        => (await CsvAsync(Languages.English, Full)).ShouldBe(
            "\uFEFFShoot,Mass (kgCO2e),Days,Start,Updated on,Closed,Genre\r\n"
            + "\"Été; \"\"à\"\" Sète\",1234567.000000001,12,2026-02-03,2026-07-15 00:30:05,yes,Series\r\n");

    [Fact]
    public async Task Cells_of_a_workbook_are_numbers_dates_and_texts()
    {
        var book = Workbook.Read(await XlsxAsync(Languages.French, Full, Empty, Full with { Start = new DateOnly(1900, 2, 1), Mass = 0m }));

        book.Sheet.ShouldBe("tournages");
        book.Rows.ShouldBe(
        [
            ["Tournage", "Masse (kgCO2e)", "Jours", "Début", "Mis à jour le", "Clôturé", "Genre"],
            ["Été; \"à\" Sète", 1234567.000000001m, 12m, new DateOnly(2026, 2, 3), new DateTime(2026, 7, 15, 0, 30, 5), true, "Série"],
            ["Vide", null, null, null, null, null, null],
            ["Été; \"à\" Sète", 0m, 12m, "1900-02-01", new DateTime(2026, 7, 15, 0, 30, 5), true, "Série"],
        ]);
    }

    [Fact]
    public async Task A_workbook_of_several_sheets_has_each_with_its_own_columns_and_is_the_same_bytes_again()
    {
        var names = new Columns<Shoot>("id", new Column<Shoot>("name", new("Nom", "Name"), r => r.Name));
        async Task<byte[]> WriteAsync()
        {
            using var to = new MemoryStream();
            await XlsxFile.WriteAsync(to, [Shoots.Sheet(new("Tournages", "Shoots"), [Full, Empty]), names.Sheet(new("Noms", "Names"), [Full with { Name = "=HYPERLINK(\"http://x.example\")" }]), names.Sheet(new("Vide", "Empty"), [])], default);
            return to.ToArray();
        }

        var file = await WriteAsync();

        var sheets = Workbook.ReadAll(file);
        sheets.Select(s => s.Rows.Count).ShouldBe([3, 2, 1]);
        sheets.Select(s => s.Sheet).Distinct().Count().ShouldBe(3);
        sheets[0].Rows[1][1].ShouldBe(1234567.000000001m);
        sheets[1].Rows[1].ShouldBe(["=HYPERLINK(\"http://x.example\")"]);
        (await WriteAsync()).ShouldBe(file);
        // No part says when it was written.
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(file));
        zip.Entries.ShouldAllBe(e => e.LastWriteTime.Year < 2000);
    }

    [Fact]
    public async Task In_the_xml_numbers_have_all_their_digits_and_nothing_has_no_cell()
    {
        var book = Workbook.Read(await XlsxAsync(Languages.English, Full, Empty));

        var cells = book.Xml.Descendants(Main + "c").ToDictionary(c => c.Attribute("r")!.Value, StringComparer.Ordinal);
        cells["B2"].Attribute("t").ShouldBeNull();
        cells["B2"].Element(Main + "v")!.Value.ShouldBe("1234567.000000001");
        cells["D2"].Attribute("t").ShouldBeNull();
        cells["D2"].Element(Main + "v")!.Value.ShouldBe("46056");
        cells["E2"].Element(Main + "v")!.Value.ShouldBe("46218.020891204");
        cells["A2"].Attribute("t")!.Value.ShouldBe("inlineStr");
        cells.Keys.Where(k => k.EndsWith('3')).ShouldBe(["A3"]);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Whatever_people_write_stays_a_text(string text)
    {
        var row = Full with { Name = text };
        Workbook.Read(await XlsxAsync(Languages.French, row)).Rows[1][0].ShouldBe(text);
        foreach (var (culture, separator) in new[] { (Languages.French, ';'), (Languages.English, ',') })
        {
            var read = CsvTable.Read(Encoding.UTF8.GetBytes(await CsvAsync(culture, row)), separator)[1];
            read[0].ShouldBe("=+-@\t\r＝".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text);
            read.Length.ShouldBe(7);
        }
    }

    [Fact]
    public async Task A_text_longer_than_a_cell_is_cut_between_characters()
    {
        var row = Full with { Name = string.Concat(Enumerable.Repeat("🎬", 20_000)) };
        var read = (string)Workbook.Read(await XlsxAsync(Languages.French, row)).Rows[1][0]!;
        read.Length.ShouldBeLessThanOrEqualTo(32_767);
        read.ShouldEndWith("🎬…");
        CsvTable.Read(Encoding.UTF8.GetBytes(await CsvAsync(Languages.French, row)), ';')[1][0].ShouldBe(row.Name);
    }

    [Fact]
    public async Task A_lone_half_of_a_character_breaks_nothing()
    {
        var row = Full with { Name = "a\uD83Db" };
        Workbook.Read(await XlsxAsync(Languages.French, row)).Rows[1][0].ShouldBe("a\uD83Db");
        CsvTable.Read(Encoding.UTF8.GetBytes(await CsvAsync(Languages.French, row)), ';')[1][0].ShouldBe("a\uFFFDb");
    }

    [Fact]
    public async Task Of_an_empty_list_there_is_the_head()
    {
        Workbook.Read(await XlsxAsync(Languages.English)).Rows.ShouldHaveSingleItem().Length.ShouldBe(7);
        (await CsvAsync(Languages.English)).ShouldBe("\uFEFFShoot,Mass (kgCO2e),Days,Start,Updated on,Closed,Genre\r\n");
    }

    /// <summary>While rows still come, most of those before have left: neither the rows nor the file are held.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Rows_are_written_as_they_come(string format)
    {
        const int Rows = 5_000;
        var to = new MemoryStream();
        var lengths = new List<long>();
        async IAsyncEnumerable<Shoot> Watched()
        {
            for (var i = 0; i < Rows; i++)
            {
                if (i % (Rows / 5) == 0)
                {
                    await Task.Yield();
                    lengths.Add(to.Length);
                }

                yield return Full with { Name = $"Tournage {i} {(i * 2654435761L) % 1_000_003}", Mass = i / 7m };
            }
        }

        await (format == "csv" ? Shoots.WriteCsvAsync(to, Watched(), Languages.French, default) : Shoots.WriteXlsxAsync(to, "tournages", Watched(), Languages.French, default));

        lengths.Zip(lengths.Skip(1)).ShouldAllBe(l => l.First < l.Second);
        lengths[^1].ShouldBeGreaterThan(to.Length * 6 / 10);
        var last = format == "csv" ? CsvTable.Read(to.ToArray(), ';')[Rows][0] : Workbook.Read(to.ToArray()).Rows[Rows][0];
        last.ShouldBe($"Tournage {Rows - 1} {((Rows - 1) * 2654435761L) % 1_000_003}");
    }

    [Fact]
    public async Task A_download_is_named_by_the_day_in_Paris_and_speaks_the_readers_language()
    {
        await using var site = await SiteAsync();
        site.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var answer = await site.Client.GetAsync("/tournages.xlsx");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileName.ShouldBe("shoots-2026-11-29.xlsx");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        var book = Workbook.Read(await answer.Content.ReadAsByteArrayAsync());
        book.Sheet.ShouldBe("shoots");
        book.Rows[0][0].ShouldBe("Shoot");

        using var csv = await site.Client.GetAsync("/tournages.csv");
        csv.Content.Headers.ContentDisposition!.FileName.ShouldBe("shoots-2026-11-29.csv");
        csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        (await site.Client.GetAsync("/tournages.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_failure_while_rows_are_read_is_an_error_and_no_file_that_ends_early()
    {
        await using var site = await SiteAsync();
        foreach (var path in new[] { "/casse.csv", "/casse.xlsx" })
        {
            using var answer = await site.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            answer.Content.Headers.ContentDisposition.ShouldBeNull();
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        }
    }

    [Fact]
    public void It_sorts_by_declared_columns_only()
    {
        Shoots.PageKeys.ShouldBe(["nom", "masse"]);
        Shoots.OnPage.Select(c => c.Key).ShouldBe(["name", "mass", "days", "changedAt", "isClosed", "kind"]);
        Shoots.ApiSort("-mass").ShouldBe(new TableSort("masse", true));
        Shoots.OrderBy(Shoots.ApiSort("-mass")).ShouldBe("order by s.mass desc nulls last, s.folded_name, s.id");
        Shoots.OrderBy(Shoots.ApiSort("name")).ShouldBe("order by s.folded_name asc nulls last, s.folded_name, s.id");
        Shoots.OrderBy().ShouldBe("order by s.folded_name, s.id");
        foreach (var unknown in new[] { "", "-", "masse", "days", "mass; drop table x" })
        {
            var refusal = Should.Throw<RuleBrokenException>(() => Shoots.ApiSort(unknown));
            (refusal.Code, refusal.Text.En, refusal.Field).ShouldBe(("filter.unknown-value", "sort is one of name, mass.", "sort"));
        }
    }

    [Fact]
    public void A_declaration_that_contradicts_itself_is_refused()
    {
        var name = new Column<Shoot>("name", new("Nom", "Name"), r => r.Name) { PageKey = "nom", Sql = "name" };
        Should.Throw<ArgumentException>(() => new Columns<Shoot>("id", name, name with { PageKey = "autre" }));
        Should.Throw<ArgumentException>(() => new Columns<Shoot>("id", name, name with { Key = "other" }));
        Should.Throw<ArgumentException>(() => new Columns<Shoot>("id", name with { Sql = null }));
    }

    [Fact]
    public async Task A_cell_of_a_type_that_files_do_not_know_says_which_column()
        => (await Should.ThrowAsync<InvalidOperationException>(() => new Columns<Shoot>("id", new Column<Shoot>("id", new("Id", "Id"), _ => Guid.Empty))
            .WriteCsvAsync(new MemoryStream(), Rows([Full]), Languages.French, default))).Message.ShouldBe("id: a cell holds no Guid.");

    private static async Task<WebSite> SiteAsync() => await WebSite.StartAsync(
        site =>
        {
            site.MapGet("/tournages.{format}", (string format) => Shoots.File(format, new("tournages", "shoots"), Rows([Full]))).AllowAnonymous();
            site.MapGet("/casse.{format}", (string format) => Shoots.File(format, new("tournages", "shoots"), Broken())).AllowAnonymous();
        },
        services => services.AddSingleton<TimeProvider>(new HalfPastMidnightInParis()));

    private static async Task<string> CsvAsync(System.Globalization.CultureInfo culture, params Shoot[] rows)
    {
        using var to = new MemoryStream();
        await Shoots.WriteCsvAsync(to, Rows(rows), culture, default);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    private static async Task<byte[]> XlsxAsync(System.Globalization.CultureInfo culture, params Shoot[] rows)
    {
        using var to = new MemoryStream();
        await Shoots.WriteXlsxAsync(to, "tournages", Rows(rows), culture, default);
        return to.ToArray();
    }

    private static async IAsyncEnumerable<Shoot> Rows(Shoot[] rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }

    private static async IAsyncEnumerable<Shoot> Broken()
    {
        for (var i = 0; i < 5_000; i++)
        {
            await Task.Yield();
            yield return Full;
        }

        throw RuleBrokenException.Conflict("shoots.broken", new Text("Cassé.", "Broken."));
    }

    private sealed record Shoot(string Name, decimal? Mass, int? Days, DateOnly? Start, DateTimeOffset? ChangedAt, bool? IsClosed, Text? Kind);

    private sealed class HalfPastMidnightInParis : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 28, 23, 30, 0, TimeSpan.Zero);
    }
}
