using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>
/// Whatever happens to projects, in whatever order it is told, twice or late: dashboard, list, file and API show what the plainest reading of all
/// that was told says (<see cref="NaiveSpaces"/>), and a rebuild in the middle of it changes no figure. By seeds and not by a generator that shrinks:
/// each step waits for a database, and a sequence is told step by step when it fails.
/// </summary>
public sealed class AnySequenceTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private static readonly string[] Genres = ["documentary", "sport", "commercial"];

    private static readonly string[] Typologies = ["studio", "live", "abroad"];

    private static readonly string[] Kinds = ["provisional", "final"];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Every_figure_is_what_was_told(int seed)
    {
        var (space, other) = (await app.SpaceAsync(tags: 3), await app.SpaceAsync());
        var run = new Run(app, new Random(seed), space, other, [$"A{(char)('A' + seed)}A", $"B{(char)('A' + seed)}B"]);
        for (var round = 0; round < 8; round++)
        {
            for (var step = 0; step < 14; step++)
            {
                await run.StepAsync();
            }

            if (round % 4 == 2)
            {
                await run.RebuildAsync();
            }

            await run.CompareAsync(space);
            await run.CompareAsync(other);
        }

        await run.ArriveLateAsync();
        await run.CompareAsync(space);
        await run.RebuildAsync();
        await run.CompareAsync(space);
        await run.CompareFileAsync();
    }

    /// <param name="currencies">Of this sequence alone: rates are one for all spaces.</param>
    private sealed class Run(MemberSpaceApp app, Random random, TestSpace space, TestSpace other, string[] currencies)
    {
        private readonly NaiveSpaces _model = new();

        private readonly Guid[] _projects = [.. Enumerable.Range(0, 9).Select(_ => app.Ids.NewId())];

        private readonly Dictionary<Guid, List<Guid>> _lines = [];

        private readonly List<object> _late = [];

        private readonly List<string> _story = [];

        private long _version;

        private string Story => string.Join(Environment.NewLine, _story);

        public async Task StepAsync()
        {
            var index = random.Next(_projects.Length);
            var project = _projects[index];
            var at = random.Next(100);
            if (at < 88)
            {
                object message = at switch
                {
                    < 25 => Described(project, index),
                    < 45 => Measured(project),
                    < 60 => Lines(project),
                    < 76 => Tagged(project),
                    < 87 => Untagged(project),
                    _ => random.Next(3) == 0 ? new ProjectDeletedV1(app.Ids.NewId(), project, ++_version, DateTimeOffset.UnixEpoch) : Described(project, index),
                };
                if (random.Next(5) == 0)
                {
                    _late.Add(message);
                    return;
                }

                await ArriveAsync(message);
                if (random.Next(4) == 0)
                {
                    await app.DeliverAsync(message);
                }

                if (_late.Count > 0 && random.Next(3) == 0)
                {
                    var late = _late[random.Next(_late.Count)];
                    _late.Remove(late);
                    await ArriveAsync(late);
                }
            }
            else if (at < 93)
            {
                await DetachAsync(project);
            }
            else
            {
                await RateAsync();
            }
        }

        public async Task ArriveLateAsync()
        {
            foreach (var message in _late.OrderBy(_ => random.Next()).ToList())
            {
                await ArriveAsync(message);
            }

            _late.Clear();
        }

        /// <summary>Pages are served meanwhile, with the same figures, and what arrives meanwhile is in it too.</summary>
        public async Task RebuildAsync()
        {
            _story.Add("rebuild");
            var rebuild = Task.WhenAll(RebuildAsync("shared-projects"), RebuildAsync("shared-lines"));
            // So many, and not until it is done: a seed is one sequence.
            for (var i = 0; i < 3; i++)
            {
                await CompareAsync(space);
                await StepAsync();
            }

            await rebuild;

            Task RebuildAsync(string name) => new ProjectionRebuild(app.Log.Log, TimeProvider.System).RunAsync(name, null, CancellationToken.None);
        }

        // ----- what is told

        private async Task ArriveAsync(object message)
        {
            _story.Add(message.ToString()!);
            await app.DeliverAsync(message);
            _model.Arrive(message);
        }

        private ProjectDescribedV1 Described(Guid project, int index) => Told.Described(app.Ids, project, ++_version) with
        {
            Title = $"T{random.Next(10).ToString(CultureInfo.InvariantCulture)}-{index.ToString(CultureInfo.InvariantCulture)}",
            EditorialGenre = Genres[random.Next(3)],
            IsExercise = random.Next(8) == 0,
            Currency = random.Next(2) == 0 ? "EUR" : currencies[random.Next(2)],
            Budget = random.Next(5) switch { 0 => null, 1 => 0m, 2 => 50_000m, _ => random.Next(1, 1_200_000_000) / 100m },
            DurationSeconds = random.Next(5) switch { 0 => null, 1 => 420, _ => random.Next(1, 10_000) },
            Episodes = random.Next(1, 9),
            StartDate = random.Next(4) == 0 ? null : new DateOnly(2022, 1, 1).AddDays(random.Next(1000)),
            ShootingTypologies = random.Next(3) == 0 ? [] : [.. new[] { Typologies[random.Next(3)], Typologies[random.Next(3)] }.Distinct()],
            FinalisedOn = random.Next(2) == 0 ? null : new DateOnly(2024, 1, 1).AddDays(random.Next(700)),
        };

        private AssessmentMeasuredV1 Measured(Guid project) => Told.Measured(app.Ids, project, Kinds[random.Next(2)], ++_version, [.. Enumerable.Range(0, random.Next(5)).Select(_ =>
            (Departments.All[random.Next(4)].Code, random.Next(6) == 0 ? "teleportation" : EmissionPosts.All[random.Next(4)].Code, Kilograms()))]);

        private AssessmentLinesV1 Lines(Guid project)
        {
            if (!_lines.TryGetValue(project, out var known))
            {
                _lines[project] = known = [.. Enumerable.Range(0, 5).Select(_ => app.Ids.NewId())];
            }

            var touched = known.OrderBy(_ => random.Next()).Take(3).ToList();
            string?[] statuses = ["measured", "calculated", "estimated", "monetary", null];
            var words = new TextInBoth("mot", "word");
            return new AssessmentLinesV1(app.Ids.NewId(), project, Kinds[random.Next(2)], ++_version, [.. touched.Take(2).Select(id =>
            {
                var kg = Kilograms();
                return new AssessmentLine(id, 1, "transport", "transport", "shooting", null, kg, kg, statuses[random.Next(5)], null, new AssessmentFactor("taxi", 1, 1m, "km", null, words, words, words, words, words));
            })], [touched[2]]);
        }

        private StructureTaggedV1 Tagged(Guid project) => random.Next(5) == 0
            ? Told.Tagged(app.Ids, project, ++_version, other.Tags[0], other.Id)
            : Told.Tagged(app.Ids, project, ++_version, space.Tags[random.Next(3)], space.Id);

        private StructureUntaggedV1 Untagged(Guid project) => random.Next(5) == 0
            ? Told.Untagged(app.Ids, project, ++_version, other.Tags[0], other.Id)
            : Told.Untagged(app.Ids, project, ++_version, space.Tags[random.Next(3)], space.Id);

        private async Task DetachAsync(Guid project)
        {
            if (_model.Of(space, [project]).Count > 0)
            {
                var tag = _model.TagsOn(project, space)[0];
                _story.Add($"detach {tag} of {project}");
                await app.SendAsync(new DetachStructure(space.Id, new ProjectId(project), [new(new TagId(tag), null)], new Actor(space.Administrator)));
                _model.Detach(project, tag);
            }
        }

        private async Task RateAsync()
        {
            var staff = new Actor(MemberSpaceApp.Staff, true);
            var (currency, from) = (currencies[random.Next(2)], new DateOnly(2021, 1, 1).AddYears(random.Next(4)));
            if (_model.Rates.Contains((currency, from)))
            {
                _story.Add($"withdraw {currency} {from}");
                await app.SendAsync(new WithdrawRate(currency, from, staff));
                _model.Withdraw(currency, from);
                return;
            }

            var euros = random.Next(1, 300_000_000) / 100_000_000m;
            _story.Add($"give {currency} {from} {euros}");
            await app.SendAsync(new GiveRate(currency, from, euros, "BCE", staff));
            _model.Give(currency, from, euros);
        }

        private decimal Kilograms() => Math.Round((decimal)random.NextDouble() * 100_000m, random.Next(0, 10));

        // ----- what is shown

        public async Task CompareAsync(TestSpace of)
        {
            var all = _model.Of(of, _projects);
            var client = app.As(of.Administrator).Client;
            foreach (var filter in new[] { Filters(of, 0), Filters(of, 2), Filters(of, 3) })
            {
                await CompareBoardAsync(client, of, all, filter);
                await CompareListAsync(client, of, all, filter);
            }
        }

        public async Task CompareFileAsync()
        {
            var all = _model.Of(space, _projects);
            var client = app.As(space.Administrator).Client;
            for (var i = 0; i < 4; i++)
            {
                var filter = Filters(space, i);
                var shown = all.Where(p => p.Passes(filter)).OrderBy(p => p.Title, StringComparer.Ordinal).ToList();
                var sheets = Workbook.ReadAll(await client.GetByteArrayAsync($"/espaces/{space.Id}/projets.xlsx?tri=projet&{filter.Query(isPage: true)}"));
                var about = sheets[2].Rows.ToDictionary(r => (string)r[0]!, r => r[1]);
                about["Projets"].ShouldBe((decimal)shown.Count, Story);
                about["Total des projets (kgCO2e)"].ShouldBe(shown.Sum(p => p.Counted(filter)?.Kg ?? 0), Story);
                if (shown.Count > 0)
                {
                    sheets[0].Rows.Skip(1).Take(shown.Count).Select(r => ((string?)r[0], (decimal?)r[9])).ShouldBe(shown.Select(p => ((string?)p.Title, p.Counted(filter)?.Kg)), Story);
                    // A sum of nothing is no zero.
                    sheets[0].Rows[^1][9].ShouldBe(shown.Any(p => p.Counted(filter) is not null) ? shown.Sum(p => p.Counted(filter)?.Kg ?? 0) : (decimal?)null, Story);
                }

                var lines = shown.SelectMany(p => p.Counted(filter)?.Lines ?? []).ToList();
                about["Lignes"].ShouldBe((decimal)lines.Count, Story);
                var kg = Array.IndexOf(sheets[1].Rows[0], "Résultat (kgCO2e)");
                sheets[1].Rows.Skip(1).Take(lines.Count).Select(r => (decimal)r[kg]!).Order().ShouldBe(lines.Select(l => l.Kg).Order(), Story);
            }
        }

        private async Task CompareBoardAsync(HttpClient client, TestSpace of, IReadOnlyList<NaiveSpaces.Project> all, NaiveSpaces.Filter filter)
        {
            var unit = new[] { "total", "euro", "minute" }[random.Next(3)];
            var isLeastFirst = random.Next(2) == 0;
            var query = $"{filter.Query(isPage: false)}&unit={unit}&order={(isLeastFirst ? "least" : "most")}";
            var board = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{of.Id}/dashboard?{query}");
            var why = $"{query}{Environment.NewLine}{board}{Environment.NewLine}{Story}";
            var shown = all.Where(p => p.Passes(filter)).Select(p => (Project: p, Counted: p.Counted(filter))).ToList();
            var measured = shown.Where(s => s.Counted is not null).Select(s => (s.Project, Counted: s.Counted!)).ToList();

            Long("projects").ShouldBe(shown.Count, why);
            Long("measured").ShouldBe(measured.Count, why);
            Long("final").ShouldBe(measured.Count(m => m.Project.Final is not null), why);
            Kg("totalKg").ShouldBe(measured.Sum(m => m.Counted.Kg), why);
            Near(Kg("meanKg"), measured.Count == 0 ? null : measured.Sum(m => m.Counted.Kg) / measured.Count);
            var sorted = measured.Select(m => m.Counted.Kg).Order().ToList();
            Kg("medianKg").ShouldBe(sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, why);
            Long("withoutFinalisation").ShouldBe(filter.HasDates ? all.Count(p => p.FinalisedOn is null && p.Passes(filter, but: "dates")) : 0, why);
            var euros = measured.Where(m => m.Project.Euros is not null).ToList();
            board.GetProperty("perEuro").GetProperty("projects").GetInt64().ShouldBe(euros.Count, why);
            Near(Of(board.GetProperty("perEuro"), "kg"), euros.Count == 0 ? null : euros.Sum(m => m.Counted.Kg) / euros.Sum(m => m.Project.Euros!.Value));
            Long("converted").ShouldBe(euros.Count(m => m.Project.IsConverted), why);
            var minutes = measured.Where(m => m.Project.Minutes is not null).ToList();
            board.GetProperty("perMinute").GetProperty("projects").GetInt64().ShouldBe(minutes.Count, why);
            Near(Of(board.GetProperty("perMinute"), "kg"), minutes.Count == 0 ? null : minutes.Sum(m => m.Counted.Kg) / minutes.Sum(m => m.Project.Minutes!.Value));
            board.GetProperty("inSpace").GetProperty("projects").GetInt64().ShouldBe(all.Count, why);

            decimal? Value(NaiveSpaces.Project p, NaiveSpaces.Assessment? counted) => unit switch
            {
                "euro" => p.Euros is { } e ? counted?.Kg / e : null,
                "minute" => p.Minutes is { } m ? counted?.Kg / m : null,
                _ => counted?.Kg,
            };
            var ranked = shown.Where(s => Value(s.Project, s.Counted) is not null).OrderBy(s => Value(s.Project, s.Counted)!.Value * (isLeastFirst ? 1 : -1)).ThenBy(s => s.Project.Title, StringComparer.Ordinal).Take(10);
            board.GetProperty("ranking").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()).ShouldBe(ranked.Select(r => r.Project.Id), why);
            board.GetProperty("notComputable").EnumerateArray().Sum(n => n.GetProperty("projects").GetInt64()).ShouldBe(shown.Count(s => Value(s.Project, s.Counted) is null), why);

            Parts("byGenre", "genre").ShouldBe(shown.GroupBy(s => s.Project.Genre).ToDictionary(g => g.Key, g => g.Sum(s => s.Counted?.Kg ?? 0)), ignoreOrder: true, why);
            Parts("byYear", "year").ShouldBe(shown.Where(s => s.Project.FinalisedOn is not null).GroupBy(s => s.Project.FinalisedOn!.Value.Year.ToString(CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Sum(s => s.Counted?.Kg ?? 0)), ignoreOrder: true, why);
            Parts("byPost", "code").ShouldBe(Summed(measured.SelectMany(m => m.Counted.Cells).Select(c => (c.Post, c.Kg))), ignoreOrder: true, why);
            Parts("byDepartment", "code").ShouldBe(Summed(measured.SelectMany(m => m.Counted.Cells).Select(c => (c.Department, c.Kg))), ignoreOrder: true, why);
            Parts("byDataStatus", "code").ShouldBe(Summed(measured.SelectMany(m => m.Counted.Lines).Select(l => (l.DataStatus ?? "not-said", l.Kg))), ignoreOrder: true, why);

            var excluded = new Dictionary<string, decimal>(StringComparer.Ordinal);
            void Left(string reason, bool isAsked, Func<NaiveSpaces.Project, bool> isMissing, string but)
            {
                if (isAsked && all.Count(p => isMissing(p) && p.Passes(filter, but)) is > 0 and var count)
                {
                    excluded[reason] = count;
                }
            }

            Left("undated", filter.HasDates && filter.Statuses is not ["closed"], p => p.FinalisedOn is null, "dates");
            Left("other-currency", filter.Budgets.Length > 0 && !filter.Budgets.Contains("other-currency"), p => p.BudgetBracket == "other-currency", "budget");
            Left("no-budget", filter.Budgets.Length > 0 && !filter.Budgets.Contains("not-stated"), p => p.BudgetBracket == "not-stated", "budget");
            Left("no-duration", filter.Durations.Length > 0 && !filter.Durations.Contains("not-stated"), p => p.Minutes is null, "duration");
            Left("no-typology", filter.Typologies.Length > 0 && !filter.Typologies.Contains("not-stated"), p => p.Typologies.Length == 0, "typology");
            board.GetProperty("excluded").EnumerateArray().ToDictionary(e => e.GetProperty("reason").GetString()!, e => (decimal)e.GetProperty("projects").GetInt64()).ShouldBe(excluded, ignoreOrder: true, why);

            long Long(string name) => board.GetProperty(name).GetInt64();
            decimal? Kg(string name) => Of(board, name);
            Dictionary<string, decimal> Parts(string name, string key) => board.GetProperty(name).EnumerateArray().ToDictionary(p => p.GetProperty(key).ToString(), p => p.GetProperty("kg").GetDecimal());
            // A quotient has no end: digits far beyond what is shown may differ.
            void Near(decimal? actual, decimal? expected)
            {
                (actual is null).ShouldBe(expected is null, why);
                if (expected is { } e)
                {
                    actual!.Value.ShouldBe(e, Math.Abs(e) * 1e-15m + 1e-20m, why);
                }
            }

            static Dictionary<string, decimal> Summed(IEnumerable<(string Code, decimal Kg)> parts) => parts.GroupBy(p => p.Code).Select(g => (g.Key, Kg: g.Sum(p => p.Kg))).Where(p => p.Kg != 0).ToDictionary(p => p.Key, p => p.Kg);
        }

        private async Task CompareListAsync(HttpClient client, TestSpace of, IReadOnlyList<NaiveSpaces.Project> all, NaiveSpaces.Filter filter)
        {
            var list = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{of.Id}/projects?{filter.Query(isPage: false)}&sort=title");
            var why = $"{filter.Query(isPage: false)}{Environment.NewLine}{list}{Environment.NewLine}{Story}";
            var shown = all.Where(p => p.Passes(filter)).OrderBy(p => p.Title, StringComparer.Ordinal).ToList();
            list.GetProperty("total").GetInt64().ShouldBe(shown.Count, why);
            list.GetProperty("totalKg").GetDecimal().ShouldBe(shown.Sum(p => p.Counted(filter)?.Kg ?? 0), why);
            list.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("id").GetGuid(), Of(i, "totalKg"), Of(i, "partKg"))).ShouldBe(
                shown.Select(p => (p.Id, p.Counted(filter)?.Kg, Part(p.Counted(filter), filter))), why);
            var page = await app.As(of.Administrator).GetPageAsync($"/espaces/{of.Id}/projets?tri=projet&{filter.Query(isPage: true)}");
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Texts("tbody th a").ShouldBe(shown.Select(p => p.Title), why);
        }

        /// <summary>What of a project lies in the posts, or in the departments; with both, and without an assessment, nobody can tell.</summary>
        private static decimal? Part(NaiveSpaces.Assessment? counted, NaiveSpaces.Filter f) => counted is null || (f.Posts.Length > 0) == (f.Departments.Length > 0)
            ? null
            : counted.Cells.Where(c => f.Posts.Contains(c.Post) || f.Departments.Contains(c.Department)).Sum(c => c.Kg);

        private static decimal? Of(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

        /// <summary>About one of so many filters is set to some values.</summary>
        private NaiveSpaces.Filter Filters(TestSpace of, int oneOf)
        {
            T[] Some<T>(params T[] values) => oneOf == 0 || random.Next(oneOf + 1) > 0 ? [] : [.. values.OrderBy(_ => random.Next()).Take(random.Next(1, Math.Min(4, values.Length + 1)))];
            DateOnly? Day() => oneOf == 0 || random.Next(oneOf + 1) > 0 ? null : new DateOnly(2024, 1, 1).AddDays(random.Next(700));
            var (from, to) = (Day(), Day());
            return new NaiveSpaces.Filter(
                Some([.. of.Tags.Select(t => t.Value)]), Some("open", "closed"), Some(Kinds), Some(Genres),
                Some("from-0", "from-50000", "from-1000000", "from-5000000", "from-10000000", "other-currency", "not-stated"),
                Some("from-0", "from-7", "from-26", "from-120", "from-600", "not-stated"),
                Some([.. Typologies, "not-stated"]), from > to ? to : from, from > to ? from : to,
                random.Next(3) == 0 ? Some("other", EmissionPosts.All[0].Code, EmissionPosts.All[1].Code) : [], random.Next(3) == 0 ? Some(Departments.All[0].Code, Departments.All[1].Code) : []);
        }
    }
}
