using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Assessments;
using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Reports;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Benchmarks;

/// <summary>What a person who fills in an assessment waits for, on the built host as a process: one answer after the other, one reader.</summary>
internal sealed class FootprintHostBenchmark(int seconds)
{
    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        using var folder = new TestFolder("bench");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings:Ecoprod"] = database.ConnectionString, ["Data:Folder"] = folder.Path };
        var (code, output) = await HostProcess.RunAsync(settings, "demo");
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }

        await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = settings });
        using var producer = await PlatformBenchmark.SignInAsync(host, "production@ecoloprod.example");

        var questionnaire = await ProjectAsync(producer);
        var (questions, open) = await AnswerAllAsync(producer, questionnaire);
        var answers = await RepeatAsync(i => AnswerAsync(producer, questionnaire, questions[i % questions.Count], 1 + (i / questions.Count % 2)));
        foreach (var m in answers.Report($"answer saved and new total, {questions.Count} questions answered, {open} open", "aim p99 ≤ 80 ms"))
        {
            yield return m;
        }

        var large = await ProjectAsync(producer, 500);
        foreach (var m in (await RepeatAsync(_ => GetAsync(producer, $"/bilans/{large}/resultats"))).Report("results page of 500 lines", "aim p99 ≤ 100 ms"))
        {
            yield return m;
        }

        var printed = await ProjectAsync(producer, 60);
        // Nobody asks for the report before having seen the page that offers it.
        await GetAsync(producer, $"/bilans/{printed}/resultats");
        await Task.Delay(TimeSpan.FromSeconds(2));
        yield return new Measurement("PDF of 60 lines, the first of a host, 2 s after its page", await TimeAsync(() => GetAsync(producer, $"/bilans/{printed}/previsionnel/bilan.pdf")) / 1000, "s", "aim ≤ 1");
        var prints = new Latencies();
        for (var i = 0; i < 10; i++)
        {
            prints.Add(TimeSpan.FromMilliseconds(await TimeAsync(() => GetAsync(producer, $"/bilans/{printed}/previsionnel/bilan.pdf"))));
        }

        yield return new Measurement("  the following ten, median", prints.At(0.5) / 1000, "s", $"the longest {(prints.At(1) / 1000).ToString("0.00", CultureInfo.InvariantCulture)}; aim ≤ 1");

        var full = await ProjectAsync(producer, Assessment.MostLines);
        yield return new Measurement($".xlsx of {Assessment.MostLines:N0} lines, the most there can be", await TimeAsync(() => GetAsync(producer, $"/bilans/{full}/previsionnel/bilan.xlsx")) / 1000, "s", "the first of a host");
        var report = Report(10_000);
        yield return new Measurement(
            ".xlsx of 10,000 lines, the writer alone", await TimeAsync(async () =>
            {
                using var file = new MemoryStream();
                await WorkbookFile.WriteAsync(file, ReportSheets.Of(report), CancellationToken.None);
            }) / 1000, "s", "the first of a process; aim ≤ 2");
    }

    /// <summary>A documentary, with lines in its provisional assessment where they are asked for.</summary>
    private static async Task<Guid> ProjectAsync(HttpClient producer, int lines = 0)
    {
        using var created = await producer.PostAsJsonAsync("/api/projects", new { title = "Mesure", editorialGenre = "documentary", leadCountry = "FR", currency = "EUR", episodes = 1, durationSeconds = 3120, budget = 300_000, productionDays = 60 });
        created.EnsureSuccessStatusCode();
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        while (true)
        {
            using var known = await producer.GetAsync(new Uri($"/api/footprints/{id}/provisional", UriKind.Relative));
            if (known.IsSuccessStatusCode)
            {
                break;
            }

            await Task.Delay(20);
        }

        if (lines > 0)
        {
            using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/footprints/{id}/provisional")
            {
                Content = JsonContent.Create(new
                {
                    lines = FootprintBenchmark.Lines(lines).Select(l => new { department = l.Department, post = l.Post, phase = l.Phase, factor = l.Factor.Code, quantity = l.Quantity % 100 + 1, unit = l.Factor.Unit, isConfirmed = true }),
                }),
                Headers = { { "If-Match", "\"0\"" } },
            };
            using var saved = await producer.SendAsync(put);
            if (!saved.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(await saved.Content.ReadAsStringAsync());
            }
        }

        return id;
    }

    /// <summary>Answers every question with its typical values, or with 1; those that take this are answered again later.</summary>
    private static async Task<(List<(string Code, string[] Fields)> Questions, int Open)> AnswerAllAsync(HttpClient producer, Guid project)
    {
        var questionnaire = await producer.GetFromJsonAsync<JsonElement>($"/api/footprints/{project}/provisional/questionnaire");
        var answered = new List<(string, string[])>();
        foreach (var question in questionnaire.GetProperty("sections").EnumerateArray().SelectMany(s => s.GetProperty("questions").EnumerateArray()))
        {
            (string, string[]) asked = (question.GetProperty("code").GetString()!, [.. question.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)]);
            if (asked.Item2.Length > 0)
            {
                await AnswerAsync(producer, project, asked, 2);
                answered.Add(asked);
            }
        }

        var open = (await producer.GetFromJsonAsync<JsonElement>($"/api/footprints/{project}/provisional/questionnaire")).GetProperty("open").GetInt32();
        return (answered, open);
    }

    private static async Task AnswerAsync(HttpClient producer, Guid project, (string Code, string[] Fields) question, decimal value)
    {
        using var answer = await producer.PutAsJsonAsync(
            $"/api/footprints/{project}/provisional/answers/{question.Code}", new { state = "given", fields = question.Fields.ToDictionary(f => f, _ => value, StringComparer.Ordinal) });
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{question.Code}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The first hundred compile what they need, and are the start of a process, measured elsewhere.</summary>
    private async Task<Latencies> RepeatAsync(Func<int, Task> once)
    {
        var latencies = new Latencies();
        for (var i = 0; i < 100; i++)
        {
            await once(i);
        }

        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed.TotalSeconds < seconds * 4; i++)
        {
            latencies.Add(TimeSpan.FromMilliseconds(await TimeAsync(() => once(i))));
        }

        return latencies;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static AssessmentReport Report(int lines)
    {
        var sheet = new AssessmentSheet(AssessmentKind.Provisional, 1, false, DateTimeOffset.UnixEpoch, null, [.. FootprintBenchmark.Lines(lines).Select(l => new SheetLine(l, 1))]);
        var project = new ProjectView(new ProjectId(Guid.AllBitsSet), "Mesure", false, "EUR", 300_000, 1, 3120, null, 0, "owner", false) { Genre = "documentary" };
        var sources = FactorFile.Embedded().Facts.ToDictionary(f => (f.Code, 1));
        return new AssessmentReport(project, MeasuredView.Of(project, sheet, sources), sources, 0, (_, source) => source!.Name);
    }
}
