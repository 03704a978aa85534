using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace EcoprodPlatform.CrashTest;

/// <summary>
/// People at work on one platform through its public API: clients that open projects, edit, measure, tag, untag and close
/// them, and administrators who detach their structure. A client whose host is gone goes on with another; what became of a
/// request that was not answered it reads from its own project.
/// </summary>
internal sealed class Load(Site site, int clients, double rate, int seed)
{
    private static readonly string[] Genres = ["commercial", "documentary", "short-film", "feature-film", "magazine-news"];
    private static readonly (string Factor, string Unit, string Department, string Post)[] Factors =
    [
        ("tgv", "passenger.km", "transport", "transport"),
        ("repas-moyen-base-carbone", "meal", "unit-logistics", "food"),
        ("hotel-nuit-fr-3-etoiles", "night", "unit-logistics", "accommodation"),
        ("elec-fr-2024-mix-moyen", "kWh", "locations", "electricity"),
        ("voiture-compacte-diesel", "km", "transport", "transport"),
    ];

    private static int _number;

    private readonly ConcurrentQueue<Operation> _operations = new();
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly ConcurrentQueue<(Guid Project, Tag Tag)> _tagged = new();
    private readonly ConcurrentDictionary<string, int> _complaints = new(StringComparer.Ordinal);

    private int _turn;

    public IReadOnlyCollection<Operation> Operations => _operations;

    public IReadOnlyCollection<Request> Requests => _requests;

    /// <summary>Answers that say that something is wrong with the platform itself (500), with how often.</summary>
    public IReadOnlyDictionary<string, int> Complaints => _complaints;

    /// <summary>Until <paramref name="stop"/>; what has been sent by then is still waited for.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, clients).Select(n => Task.Run(() => WorkAsync(new Random(seed + n), site.Owners[n % site.Owners.Count], stop), CancellationToken.None)),
        Task.Run(() => AdministerAsync(new Random(seed - 1), stop), CancellationToken.None),
    ]);

    private async Task WorkAsync(Random random, Person owner, CancellationToken stop)
    {
        // One fifth of the requests are the administrators'.
        var pace = new Pace(random, rate * 0.8 / clients);
        var projects = new List<Project>();
        while (await pace.NextAsync(stop))
        {
            if (projects.Count == 0 || (projects[^1].Asked > 8 && random.Next(8) == 0))
            {
                if (await OpenAsync(random, owner, stop) is { } opened)
                {
                    projects.Add(opened);
                }

                continue;
            }

            // Mostly the newest; sometimes one that had been left alone.
            var project = random.Next(4) > 0 ? projects[^1] : projects[random.Next(projects.Count)];
            project.Asked++;
            await (random.Next(100) switch
            {
                < 30 => TagAsync(project, site.Tags[random.Next(site.Tags.Count)], stop),
                < 40 => project.Tags.Count > 0 ? UntagAsync(project, project.Tags.ElementAt(random.Next(project.Tags.Count)), stop) : ReadAsync(project, stop),
                < 58 => ConfigureAsync(random, project, stop),
                < 82 => AddLineAsync(random, project, stop),
                < 92 => project.Lines.Count > 0 ? ChangeLineAsync(random, project, stop) : ReadAsync(project, stop),
                < 97 => project.Lines.Count > 0 ? RemoveLineAsync(random, project, stop) : ReadAsync(project, stop),
                _ => project.Asked > 12 ? CloseAsync(project, stop) : ReadAsync(project, stop),
            });
            if (!project.IsKnown)
            {
                await ReadAsync(project, stop);
            }
        }
    }

    /// <summary>Administrators look at their dashboard, and now and then detach their structure from a project tagged lately.</summary>
    private async Task AdministerAsync(Random random, CancellationToken stop)
    {
        var pace = new Pace(random, rate * 0.2);
        while (await pace.NextAsync(stop))
        {
            if (random.Next(2) == 0 || !_tagged.TryDequeue(out var tagged))
            {
                var any = site.Tags[random.Next(site.Tags.Count)];
                await SendAsync(any.Administrator, () => new HttpRequestMessage(HttpMethod.Get, $"/api/member-spaces/{any.OrganisationId}/dashboard"), stop);
                continue;
            }

            if (random.Next(3) == 0)
            {
                continue;
            }

            var (project, tag) = tagged;
            await AskAsync(
                new Operation { Wish = Wish.Detach, Project = project, Marker = tag.Id.ToString() },
                tag.Administrator,
                () => new HttpRequestMessage(HttpMethod.Delete, $"/api/member-spaces/{tag.OrganisationId}/projects/{project}/tags/{tag.Id}"),
                again: random.Next(2) == 0,
                stop);
        }
    }

    // ----- what clients do

    private async Task<Project?> OpenAsync(Random random, Person owner, CancellationToken stop)
    {
        var id = Guid.CreateVersion7();
        var title = Marker("Projet");
        var configuration = Configuration(random, title);
        var operation = new Operation { Wish = Wish.Open, Project = id, Marker = title };
        var answer = await AskAsync(
            operation, owner, () => Json(HttpMethod.Post, "/api/projects", new Dictionary<string, object?>(configuration) { ["id"] = id }), again: random.Next(5) > 0, stop);
        if (answer is null || operation.Outcome == Outcome.Refused)
        {
            return null;
        }

        var project = new Project(id, owner) { Version = operation.Version ?? 1, IsKnown = operation.Outcome == Outcome.Done };
        if (!project.IsKnown)
        {
            await ReadAsync(project, stop);
        }

        return project.IsGone ? null : project;
    }

    private Task ConfigureAsync(Random random, Project project, CancellationToken stop)
    {
        var title = Marker("Titre");
        var configuration = Configuration(random, title);
        return AskAsync(
            project,
            new Operation { Wish = Wish.Configure, Project = project.Id, Marker = title },
            () => IfMatch(Json(HttpMethod.Put, $"/api/projects/{project.Id}", configuration), project.Version),
            again: false,
            stop);
    }

    private async Task TagAsync(Project project, Tag tag, CancellationToken stop)
    {
        var operation = new Operation { Wish = Wish.Tag, Project = project.Id, Marker = tag.Id.ToString() };
        await AskAsync(project, operation, () => Json(HttpMethod.Post, $"/api/projects/{project.Id}/tags", new { tagId = tag.Id }), again: false, stop);
        if (operation.Outcome == Outcome.Done)
        {
            project.Tags.Add(tag.Id);
            _tagged.Enqueue((project.Id, tag));
        }
    }

    private async Task UntagAsync(Project project, Guid tag, CancellationToken stop)
    {
        var operation = new Operation { Wish = Wish.Untag, Project = project.Id, Marker = tag.ToString() };
        await AskAsync(project, operation, () => new HttpRequestMessage(HttpMethod.Delete, $"/api/projects/{project.Id}/tags/{tag}"), again: false, stop);
        project.Tags.Remove(tag);
    }

    private Task CloseAsync(Project project, CancellationToken stop) => AskAsync(
        project,
        new Operation { Wish = Wish.Close, Project = project.Id, Marker = "" },
        () => Json(HttpMethod.Post, $"/api/projects/{project.Id}/closure", new { }),
        again: false,
        stop);

    private async Task AddLineAsync(Random random, Project project, CancellationToken stop)
    {
        var (id, kind) = (Guid.CreateVersion7(), random.Next(2) == 0 ? "provisional" : "final");
        var line = Line(random, Marker("Ligne"), id);
        var operation = new Operation { Wish = Wish.AddLine, Project = project.Id, Marker = (string)line["label"], Kind = kind };
        await AskAsync(project, operation, () => Json(HttpMethod.Post, $"/api/footprints/{project.Id}/{kind}/lines", line), again: random.Next(2) == 0, stop);
        if (operation is { Outcome: Outcome.Done, Version: { } version })
        {
            project.Lines[(kind, id)] = version;
        }
    }

    private async Task ChangeLineAsync(Random random, Project project, CancellationToken stop)
    {
        var ((kind, id), seen) = project.Lines.ElementAt(random.Next(project.Lines.Count));
        var line = Line(random, Marker("Ligne"), id);
        var operation = new Operation { Wish = Wish.ChangeLine, Project = project.Id, Marker = (string)line["label"], Kind = kind };
        await AskAsync(project, operation, () => IfMatch(Json(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind}/lines/{id}", line), seen), again: false, stop);
        if (operation is { Outcome: Outcome.Done, Version: { } version })
        {
            project.Lines[(kind, id)] = version;
        }
    }

    private async Task RemoveLineAsync(Random random, Project project, CancellationToken stop)
    {
        var ((kind, id), seen) = project.Lines.ElementAt(random.Next(project.Lines.Count));
        var operation = new Operation { Wish = Wish.RemoveLine, Project = project.Id, Marker = id.ToString(), Kind = kind };
        await AskAsync(project, operation, () => IfMatch(new HttpRequestMessage(HttpMethod.Delete, $"/api/footprints/{project.Id}/{kind}/lines/{id}"), seen), again: false, stop);
        project.Lines.Remove((kind, id));
    }

    /// <summary>Reads the project as it is now: what became of what was asked for, and what others did.</summary>
    private async Task ReadAsync(Project project, CancellationToken stop)
    {
        project.IsKnown = false;
        for (var attempt = 1; attempt <= 20 && !project.IsKnown; attempt++)
        {
            if (await SendAsync(project.Owner, () => new HttpRequestMessage(HttpMethod.Get, $"/api/projects/{project.Id}"), stop) is not { Status: 200 or 404 } answer)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                // Told to try later: later.
                await Task.Delay(attempt * 50, CancellationToken.None);
                continue;
            }

            if (answer.Status == 404)
            {
                (project.IsGone, project.IsKnown) = (true, true);
                return;
            }

            project.Version = answer.Body.GetProperty("version").GetInt64();
            project.Tags = [.. answer.Body.GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("tagId").GetGuid())];
            var lines = new Dictionary<(string, Guid), long>();
            foreach (var kind in new[] { "provisional", "final" })
            {
                // Not there yet where the news of the project has not arrived: no lines either.
                if (await SendAsync(project.Owner, () => new HttpRequestMessage(HttpMethod.Get, $"/api/footprints/{project.Id}/{kind}"), stop) is { Status: 200 } sheet)
                {
                    foreach (var line in sheet.Body.GetProperty("lines").EnumerateArray())
                    {
                        lines[(kind, line.GetProperty("id").GetGuid())] = line.GetProperty("version").GetInt64();
                    }
                }
            }

            project.Lines = lines;
            project.IsKnown = true;
        }
    }

    // ----- asking

    private async Task AskAsync(Project project, Operation operation, Func<HttpRequestMessage> make, bool again, CancellationToken stop)
    {
        await AskAsync(operation, project.Owner, make, again, stop);
        if (operation.Outcome != Outcome.Done)
        {
            project.IsKnown = false;
        }
        else if (operation is { Kind: null, Version: { } version })
        {
            project.Version = version;
        }
    }

    /// <summary>Asks, again if there was no answer and <paramref name="again"/> says that asking twice is the same as once.</summary>
    private async Task<Answer?> AskAsync(Operation operation, Person person, Func<HttpRequestMessage> make, bool again, CancellationToken stop)
    {
        var wasLost = false;
        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(person, make, stop) is not { } answer)
            {
                if (wasLost)
                {
                    _operations.Enqueue(operation);
                }

                return null;
            }

            if (attempt == 1)
            {
                operation.From = answer.From;
            }

            operation.To = answer.To;
            operation.Status = answer.Status;
            operation.Outcome = answer.Status is >= 200 and < 300 ? Outcome.Done
                : answer.Status is >= 400 and < 500 && !wasLost ? Outcome.Refused
                : Outcome.Unknown;
            operation.Version = operation.Outcome == Outcome.Done ? answer.Version : null;
            if (operation.Outcome == Outcome.Unknown && answer.Status is 0 or >= 500 && again && attempt < 10)
            {
                wasLost = true;
                continue;
            }

            _operations.Enqueue(operation);
            return answer;
        }
    }

    /// <summary>Sends to a host that listens, any of them; null when none did before the load was over.</summary>
    private async Task<Answer?> SendAsync(Person person, Func<HttpRequestMessage> make, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = await ListeningAsync(stop);
            if (server is null)
            {
                return null;
            }

            var (from, sent) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
            using var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
            var (status, version, body, trouble) = (0, (long?)null, "", (string?)null);
            try
            {
                using var response = await server.Client.SendAsync(request, CancellationToken.None);
                body = await response.Content.ReadAsStringAsync(CancellationToken.None);
                status = (int)response.StatusCode;
                version = response.Headers.ETag is { } tag && long.TryParse(tag.Tag.Trim('"').Split('-')[0], out var number) ? number : null;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                trouble = $"{e.GetType().Name}: {e.GetBaseException().Message}";
            }

            var what = $"{request.Method} {Pattern(request.RequestUri!)}";
            trouble ??= status >= 500 ? body[..Math.Min(300, body.Length)] : null;
            _requests.Enqueue(new Request(server, new Span(sent, Stopwatch.GetTimestamp()), status, what, trouble is null ? null : $"at {from:HH:mm:ss.fff}: {trouble}"));
            if (status == 401 && attempt < 5)
            {
                await Site.RenewAsync(person, server.Client);
                continue;
            }

            if (status is 500 or 401 or 403 or 429)
            {
                _complaints.AddOrUpdate($"{status} {what}: {body[..Math.Min(300, body.Length)]}", 1, (_, n) => n + 1);
            }

            return new Answer(status, version, status is >= 200 and < 300 && body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body) : default, from, DateTimeOffset.UtcNow);
        }
    }

    private async Task<Server?> ListeningAsync(CancellationToken stop)
    {
        while (true)
        {
            var first = (uint)Interlocked.Increment(ref _turn);
            for (var i = 0U; i < site.Servers.Count; i++)
            {
                var server = site.Servers[(int)((first + i) % site.Servers.Count)];
                if (await server.IsListeningAsync())
                {
                    return server;
                }
            }

            if (stop.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    private string Marker(string word) => $"{word} {site.Name} {Interlocked.Increment(ref _number):000000}";

    private static Dictionary<string, object?> Configuration(Random random, string title) => new(StringComparer.Ordinal)
    {
        ["title"] = title,
        ["editorialGenre"] = Genres[random.Next(Genres.Length)],
        ["leadCountry"] = "FR",
        ["currency"] = random.Next(8) == 0 ? "CHF" : "EUR",
        ["budget"] = random.Next(4) == 0 ? null : random.Next(1000, 900_000),
        ["episodes"] = random.Next(1, 7),
        ["durationSeconds"] = random.Next(4) == 0 ? null : random.Next(60, 7200),
        ["isExercise"] = random.Next(12) == 0,
    };

    private static Dictionary<string, object> Line(Random random, string label, Guid id)
    {
        var (factor, unit, department, post) = Factors[random.Next(Factors.Length)];
        return new(StringComparer.Ordinal)
        {
            ["id"] = id,
            ["label"] = label,
            ["factor"] = factor,
            ["unit"] = unit,
            ["department"] = department,
            ["post"] = post,
            ["phase"] = random.Next(3) switch { 0 => "pre-production", 1 => "shooting", _ => "post-production" },
            ["quantity"] = random.Next(1, 100_000) / 10m,
        };
    }

    private static HttpRequestMessage Json(HttpMethod method, string path, object body) => new(method, path) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage IfMatch(HttpRequestMessage request, long version)
    {
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return request;
    }

    private static string Pattern(Uri uri) => string.Join('/', uri.OriginalString.Split('/').Select(p => Guid.TryParse(p, out _) ? "{id}" : p));

    private sealed record Answer(int Status, long? Version, JsonElement Body, DateTimeOffset From, DateTimeOffset To);

    /// <summary>A project as its client knows it.</summary>
    private sealed class Project(Guid id, Person owner)
    {
        public Guid Id { get; } = id;

        public Person Owner { get; } = owner;

        public long Version { get; set; }

        public HashSet<Guid> Tags { get; set; } = [];

        public Dictionary<(string Kind, Guid Line), long> Lines { get; set; } = [];

        public int Asked { get; set; }

        /// <summary>False after a request that was refused or not answered.</summary>
        public bool IsKnown { get; set; }

        public bool IsGone { get; set; }
    }

    /// <summary>So many a second on average, with random distances; who was held up does not catch up.</summary>
    private sealed class Pace(Random random, double rate)
    {
        public async Task<bool> NextAsync(CancellationToken stop)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate), stop);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
