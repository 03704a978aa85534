using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.CrashTest;

/// <summary>Compares everything a platform holds with what its clients were told, and with what its own logs say.</summary>
internal sealed class Verification(Site site, PlatformParts parts, IReadOnlyCollection<Operation> operations, CrashReport report)
{
    private readonly Dictionary<string, List<LoggedEvent>> _logs = new(StringComparer.Ordinal);
    private Model _model = null!;

    private IEnumerable<string> Schemas => parts.Logs.Select(l => l.Schema);

    /// <summary>What is still under way, in words; null when nothing is.</summary>
    public static async Task<string?> PendingAsync(Site site, PlatformParts parts)
    {
        foreach (var log in parts.Logs)
        {
            var newest = await site.ScalarAsync<long>($"select coalesce(max(seq_id), 0) from {log.Schema}.mt_events");
            var followers = log.Definition.Projections.Where(p => !p.IsInline).Select(p => p.Name).Append("relay").Concat(log.Schema == "footprint" ? ["relay-lines"] : []).ToArray();
            await using var command = site.Database.CreateCommand($"select name, position, status, coalesce(error, '') from {log.Schema}.projections where name = any($1) and (position < $2 or status <> 'running')");
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = followers });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = newest });
            await using var reader = await command.ExecuteReaderAsync();
            if (await reader.ReadAsync())
            {
                return $"{site.Name}: {reader.GetString(0)} of {log.Schema} is {reader.GetString(2)} at {reader.GetInt64(1)} of {newest}: {reader.GetString(3)}";
            }
        }

        foreach (var log in parts.Logs)
        {
            var mails = await site.ScalarAsync<long>($"select count(*) from {log.Schema}.mail_queue where status = 'queued'");
            if (mails > 0)
            {
                return $"{site.Name}: {mails} mails of {log.Schema} wait: {await site.ScalarAsync<string>($"select coalesce(max(last_error), 'no error') from {log.Schema}.mail_queue where status = 'queued'")}";
            }
        }

        if (site.Bus is { } bus && await bus.DepthsAsync() is { Count: > 0 } depths)
        {
            return $"{site.Name}: messages in {string.Join(", ", depths.Select(d => $"{d.Key} ({d.Value})"))}";
        }

        var taken = await InboxAsync(site, parts);
        var open = (await ModelOfAsync(site, parts, [])).Inbox.Except(taken).ToList();
        return open.Count > 0 ? $"{site.Name}: {open.Count} messages not taken, the first by {open[0].Reaction}: {open[0].Message}" : null;
    }

    public async Task RunAsync(IReadOnlyList<ReceivedMail> received)
    {
        _model = await ModelOfAsync(site, parts, _logs);
        report.Count("events", _logs.Values.Sum(l => l.Count));
        Streams();
        await StreamTablesAsync();
        Answers();
        Reactions();
        await InboxesAsync();
        await FollowersAsync();
        await ReadModelsAsync();
        await MailsAsync(received);
        await DashboardsAsync();
    }

    /// <summary>Every projection from zero, by the host's own command, while the hosts run: the same rows as before.</summary>
    public async Task RebuildAsync(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        foreach (var log in parts.Logs)
        {
            foreach (var projection in log.Definition.Projections)
            {
                await ExecuteAsync("drop schema if exists before cascade; create schema before");
                foreach (var table in projection.Tables)
                {
                    await ExecuteAsync($"create table before.{table} as {RowsOf(log.Schema, table)}");
                }

                var (code, output) = await HostProcess.RunAsync(settings, "rebuild", log.Schema, projection.Name);
                Check("rebuilt from zero, a projection has the same rows", code == 0, $"rebuild {log.Schema} {projection.Name} ended with {code}: {output}");
                foreach (var table in projection.Tables)
                {
                    var now = RowsOf(log.Schema, table);
                    var different = await site.ScalarAsync<long>($"select (select count(*) from (table before.{table} except all ({now})) x) + (select count(*) from (({now}) except all table before.{table}) x)");
                    var example = different == 0 ? "" : await site.ScalarAsync<string>($"select coalesce((select string_agg(x::text, ' | ') from (select * from (table before.{table} except all ({now})) b limit 2) x), 'nothing') || ' became ' || coalesce((select string_agg(x::text, ' | ') from (select * from (({now}) except all table before.{table}) b limit 2) x), 'nothing')");
                    Check("rebuilt from zero, a projection has the same rows", different == 0, $"{log.Schema}.{table}: {different} rows differ after the rebuild of {projection.Name}: {example}");
                }
            }
        }

        await ExecuteAsync("drop schema if exists before cascade");
    }

    private static async Task<Model> ModelOfAsync(Site site, PlatformParts parts, Dictionary<string, List<LoggedEvent>> logs)
    {
        foreach (var log in parts.Logs)
        {
            logs[log.Schema] = await Log.ReadAsync(site.Database, log.Schema);
        }

        return Model.Of(logs["projects"], logs["footprint"], logs["member_space"], logs.Where(l => l.Key is not ("projects" or "footprint" or "member_space")).SelectMany(l => l.Value));
    }

    private static async Task<List<(string Reaction, Guid Message)>> InboxAsync(Site site, PlatformParts parts)
    {
        var rows = new List<(string, Guid)>();
        foreach (var log in parts.Logs)
        {
            rows.AddRange(await site.RowsAsync($"select reaction, message_id from {log.Schema}.inbox", r => (r.GetString(0), r.GetGuid(1))));
        }

        return rows;
    }

    // ----- the logs themselves

    private void Streams()
    {
        foreach (var (schema, log) in _logs)
        {
            foreach (var twice in log.GroupBy(e => e.Id).Where(g => g.Count() > 1))
            {
                Check("no event id twice", false, $"{schema}: {string.Join(", ", twice)}");
            }

            foreach (var stream in log.GroupBy(e => e.Stream))
            {
                Check(
                    "versions of a stream are 1, 2, 3… in order of position",
                    stream.Select(e => e.Version).SequenceEqual(Enumerable.Range(1, stream.Count()).Select(n => (long)n)),
                    $"{schema} {stream.Key}: {string.Join(", ", stream.Select(e => e.Version))}");
            }
        }

        Check("no event id twice", _logs.Values.SelectMany(l => l).Select(e => e.Id).Distinct().Count() == _logs.Values.Sum(l => l.Count), "an id is in two modules");
    }

    private async Task StreamTablesAsync()
    {
        foreach (var schema in Schemas)
        {
            var rows = await site.RowsAsync(
                $"select coalesce(s.id, e.stream_id), s.version, e.version from (select * from {schema}.mt_streams where version > 0) s full join (select stream_id, max(version) as version from {schema}.mt_events where type <> 'tombstone' group by stream_id) e on e.stream_id = s.id where s.version is distinct from e.version",
                r => $"{r.GetGuid(0)}: {(r.IsDBNull(1) ? "no stream" : r.GetInt64(1).ToString(CultureInfo.InvariantCulture))}, newest event {(r.IsDBNull(2) ? "none" : r.GetInt64(2).ToString(CultureInfo.InvariantCulture))}");
            Check("a stream is at the version of its newest event", rows.Count == 0, $"{schema}: {string.Join("; ", rows.Take(5))}");
        }
    }

    // ----- what clients were told

    private void Answers()
    {
        var events = Schemas.ToDictionary(s => s, s => _logs[s].Where(e => e.Position > site.Beginning[s]).ToList(), StringComparer.Ordinal);
        var explained = new HashSet<Guid>();
        foreach (var wish in operations.GroupBy(o => (o.Wish, o.Project, o.Marker, o.Kind)))
        {
            if (wish.Key.Wish == Wish.Detach)
            {
                continue;
            }

            var found = Candidates(wish.Key).ToList();
            explained.UnionWith(found.Select(e => e.Id));
            var (done, unknown) = (wish.Count(o => o.Outcome == Outcome.Done), wish.Count(o => o.Outcome == Outcome.Unknown));
            Check(
                "what was answered is in the log once, what was refused is not, what was not answered is there once or not",
                found.Count >= done && found.Count <= done + unknown,
                $"{found.Count} events for {string.Join(" / ", wish)}: {string.Join(", ", found)}");
            foreach (var told in wish.Where(o => o is { Outcome: Outcome.Done, Version: not null }))
            {
                Check("the version in the answer is that of the event", found.Exists(e => e.Version == told.Version), $"{told}: {string.Join(", ", found)}");
            }
        }

        Detachments(events["member_space"]);
        foreach (var e in events["projects"].Concat(events["footprint"]).Where(e => e.Actor != Guid.Empty && !explained.Contains(e.Id)))
        {
            Check("nothing is in the log that nobody asked for", false, e.ToString());
        }

        Check("nothing is in the log that nobody asked for", true, "");

        IEnumerable<LoggedEvent> Candidates((Wish Wish, Guid Project, string Marker, string? Kind) key)
        {
            var kind = key.Kind is null ? null : key.Kind == "final" ? "Final" : "Provisional";
            return key.Wish switch
            {
                Wish.Open => ByProject("projects", key.Project).Where(e => e.Name == "project-opened.v1" && e.Data.GetProperty("configuration").GetProperty("title").GetString() == key.Marker),
                Wish.Configure => ByProject("projects", key.Project).Where(e => e.Name == "project-configured.v1" && e.Data.GetProperty("configuration").GetProperty("title").GetString() == key.Marker),
                Wish.Tag => ByProject("projects", key.Project).Where(e => e.Name == "structure-tagged.v1" && e.Text("tagId") == key.Marker),
                Wish.Untag => ByProject("projects", key.Project).Where(e => e.Name == "structure-untagged.v1" && e.Text("tagId") == key.Marker && !e.Has("detachedBy")),
                Wish.Close => ByProject("projects", key.Project).Where(e => e.Name == "project-closed.v1"),
                Wish.AddLine => ByProject("footprint", key.Project).Where(e => e.Name == "line-added.v1" && e.Text("kind") == kind && e.Data.GetProperty("line").GetProperty("label").GetString() == key.Marker),
                Wish.ChangeLine => ByProject("footprint", key.Project).Where(e => e.Name == "line-changed.v1" && e.Text("kind") == kind && e.Data.GetProperty("line").GetProperty("label").GetString() == key.Marker),
                Wish.RemoveLine => ByProject("footprint", key.Project).Where(e => e.Name == "line-removed.v1" && e.Text("kind") == kind && e.Text("lineId") == key.Marker),
                _ => [],
            };
        }

        IEnumerable<LoggedEvent> ByProject(string schema, Guid project) => Index(events, schema).TryGetValue(project, out var found) ? found : [];
    }

    private readonly Dictionary<string, Dictionary<Guid, List<LoggedEvent>>> _index = new(StringComparer.Ordinal);

    private Dictionary<Guid, List<LoggedEvent>> Index(Dictionary<string, List<LoggedEvent>> events, string schema)
        => _index.TryGetValue(schema, out var known)
            ? known
            : _index[schema] = events[schema].GroupBy(e => schema == "footprint" ? e.Uuid("projectId") : e.Stream).ToDictionary(g => g.Key, g => g.ToList());

    /// <summary>A detachment that was answered had taken the tag off by then; and there are no more of them than were asked for.</summary>
    private void Detachments(List<LoggedEvent> memberSpace)
    {
        var history = memberSpace.Where(e => e.Name is "structure-tagged.v1" or "structure-untagged.v1" or "structure-detached.v1").ToLookup(e => (e.Stream, e.Text("tagId")));
        foreach (var asked in operations.Where(o => o.Wish == Wish.Detach).GroupBy(o => (o.Project, o.Marker)))
        {
            var story = history[asked.Key].ToList();
            var detached = story.Count(e => e.Name == "structure-detached.v1");
            Check(
                "no more detachments than were asked for",
                detached <= asked.Count(o => o.Outcome != Outcome.Refused),
                $"{detached} events for {string.Join(" / ", asked)}");
            foreach (var told in asked.Where(o => o.Outcome == Outcome.Done))
            {
                // Off at some moment between asking and answer. An event is written down a little after its time stamp.
                var off = Enumerable.Range(0, story.Count).Any(i => story[i].Name != "structure-tagged.v1"
                    && story[i].At <= told.To
                    && (i + 1 == story.Count || story[i + 1].At.AddSeconds(5) >= told.From));
                Check("a detachment that was answered took place", off, $"{told}: {string.Join(", ", story)}");
            }
        }

        foreach (var unasked in history.SelectMany(h => h).Where(e => e.Name == "structure-detached.v1")
                     .Where(e => !operations.Any(o => o.Wish == Wish.Detach && o.Project == e.Stream && o.Marker == e.Text("tagId"))))
        {
            Check("no more detachments than were asked for", false, unasked.ToString());
        }
    }

    // ----- from log to log

    private void Reactions()
    {
        foreach (var gap in CrashRun.Gaps(parts))
        {
            Check("the model knows every publication and every reaction", false, gap);
        }

        Check("the model knows every publication and every reaction", true, "");

        // What a reaction wrote names the message it took: twice the same would be applied twice.
        var published = _logs.Values.SelectMany(l => l).Select(e => e.Id).ToHashSet();
        foreach (var (schema, log) in _logs)
        {
            foreach (var caused in log.Where(e => e.Actor == Guid.Empty && e.Command is not null && e.Position > site.Beginning[schema]).GroupBy(e => (e.Command!.Value, e.Name, e.Stream)))
            {
                Check("a message has its effect once", caused.Count() == 1, $"{schema}: {string.Join(", ", caused)}");
                Check("what a reaction did has a cause in a log", published.Contains(caused.Key.Value), $"{schema}: {caused.First()} names {caused.Key.Value}");
            }
        }
    }

    private async Task InboxesAsync()
    {
        var rows = await InboxAsync(site, parts);
        var there = rows.ToHashSet();
        Check("an inbox has one row per reaction and published event", there.Count == rows.Count, "a row is there twice");
        report.Count("messages taken", there.Count);
        foreach (var missing in _model.Inbox.Where(i => !there.Contains(i)))
        {
            Check("an inbox has one row per reaction and published event", false, $"{missing.Reaction} has not taken {missing.Message}");
        }

        foreach (var extra in there.Where(i => !_model.Inbox.Contains(i) && !_model.Allowed.Contains(i)))
        {
            Check("an inbox has one row per reaction and published event", false, $"{extra.Reaction} has taken {extra.Message}, which nobody published");
        }

        foreach (var schema in Schemas)
        {
            var letters = await site.RowsAsync($"select reaction, message_id, error from {schema}.dead_letters", r => $"{r.GetString(0)} {r.GetGuid(1)}: {r.GetString(2)}");
            Check("no dead letter", letters.Count == 0, $"{letters.Count} in {schema}: {string.Join(" | ", letters.Take(3))}");
        }
    }

    private async Task FollowersAsync()
    {
        foreach (var log in parts.Logs)
        {
            var newest = _logs[log.Schema].Count == 0 ? 0 : _logs[log.Schema][^1].Position;
            var followers = log.Definition.Projections.Where(p => !p.IsInline).Select(p => p.Name).Append("relay").Append("relay-lines").ToHashSet(StringComparer.Ordinal);
            foreach (var (name, position, status, error) in await site.RowsAsync($"select name, position, status, coalesce(error, '') from {log.Schema}.projections", r => (r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3))))
            {
                Check("every projection and relay runs and is at the head", status == "running" && (!followers.Contains(name) || position >= newest), $"{log.Schema} {name} is {status} at {position} of {newest}: {error}");
            }
        }
    }

    // ----- read models

    private async Task ReadModelsAsync()
    {
        await CompareAsync(
            "projects.project_list is what its log says",
            _model.Works.Values.Select(w => (w.Id, Row(w.Version, w.Owner, w.Title, w.Genre, w.IsExercise, w.FinalisedOn, Ids(w.Tags.Keys)))),
            "select project_id, version, owner_id, title, genre, is_exercise, finalised_on, tags from projects.project_list",
            r => (r.GetGuid(0), Row(r.GetInt64(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.GetBoolean(5), Day(r, 6), Ids(r.GetFieldValue<Guid[]>(7)))));
        await CompareAsync(
            "footprint.projects is what the projects' log says",
            _model.Works.Values.Select(w => (w.Id, Row(w.DescribedAt, w.Owner, w.Title, w.Genre, w.IsExercise, w.FinalisedOn))),
            "select project_id, project_version, owner_id, title, editorial_genre, is_exercise, finalised_on from footprint.projects",
            r => (r.GetGuid(0), Row(r.GetInt64(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.GetBoolean(5), Day(r, 6))));
        await CompareAsync(
            "footprint.assessment_lines is what its log says",
            _model.Assessments.SelectMany(a => a.Value.Lines.Select(l => ((a.Key.Project, a.Key.Kind, l.Key), Row(l.Value.Version, l.Value.Label ?? "", Number(l.Value.Kilograms))))),
            "select project_id, kind, line_id, line_version, coalesce(label, ''), quantity * factor_value from footprint.assessment_lines",
            r => ((r.GetGuid(0), r.GetString(1), r.GetGuid(2)), Row(r.GetInt64(3), r.GetString(4), Number(r.GetDecimal(5)))));
        await CompareAsync(
            "member_space.lines is what Footprint's log says",
            _model.Assessments.SelectMany(a => a.Value.Lines.Select(l => ((a.Key.Project, a.Key.Kind, l.Key), Row(l.Value.Label ?? "", l.Value.Department, l.Value.Post, Number(l.Value.Kilograms))))),
            "select project_id, kind, line_id, coalesce(label, ''), department, post, kg from member_space.lines where not is_gone",
            r => ((r.GetGuid(0), r.GetString(1), r.GetGuid(2)), Row(r.GetString(3), r.GetString(4), r.GetString(5), Number(r.GetDecimal(6)))));
        await CompareAsync(
            "projects.assessments is what Footprint's log says",
            _model.Assessments.Where(a => a.Value.ToldAt > 0).Select(a => (a.Key, Row(a.Value.ToldAt, a.Value.Lines.Count, Number(a.Value.Kilograms), a.Value.IsFrozen))),
            "select project_id, kind, assessment_version, lines, total_kg, is_frozen from projects.assessments",
            r => ((r.GetGuid(0), r.GetString(1)), Row(r.GetInt64(2), r.GetInt32(3), Number(r.GetDecimal(4)), r.GetBoolean(5))));
        await CompareAsync(
            "member_space.taggings is what the projects' log says",
            _model.Works.Values.SelectMany(w => w.Tags.Select(t => ((w.Id, t.Key), Row(t.Value)))),
            "select project_id, tag_id, organisation_id from member_space.taggings where is_on",
            r => ((r.GetGuid(0), r.GetGuid(1)), Row(r.GetGuid(2))));
        await SpacesAsync();
    }

    /// <summary>Each structure's rows, from the projects' and the assessments' own logs.</summary>
    private async Task SpacesAsync()
    {
        var expected = new List<((Guid Organisation, string Basis, Guid Project) Key, string Row)>();
        foreach (var work in _model.Works.Values.Where(w => !w.IsExercise))
        {
            var (provisional, final) = (Measured(work.Id, "provisional"), Measured(work.Id, "final"));
            foreach (var organisation in work.Tags.GroupBy(t => t.Value, t => t.Key))
            {
                foreach (var (basis, assessment) in new[] { ("effective", final ?? provisional), ("provisional", provisional), ("final", final) })
                {
                    if (assessment is null && basis != "effective")
                    {
                        continue;
                    }

                    var slots = Slots(assessment);
                    expected.Add(((organisation.Key, basis, work.Id), Row(
                        work.Title, work.Genre, work.Owner, Ids(organisation), work.FinalisedOn is not null, provisional is not null, final is not null,
                        assessment is null ? "" : Number(slots["total_ug"]), Filled(slots))));
                }
            }
        }

        await CompareAsync(
            "a structure's dashboard rows are what the projects' logs say",
            expected,
            "select organisation_id, basis, project_id, title, genre, owner_id, tags, is_closed, has_provisional, has_final, total_ug, to_jsonb(s) from member_space.space_projects s",
            r => ((r.GetGuid(0), r.GetString(1), r.GetGuid(2)), Row(
                r.GetString(3), r.GetString(4), r.GetGuid(5), Ids(r.GetFieldValue<Guid[]>(6)), r.GetBoolean(7), r.GetBoolean(8), r.GetBoolean(9),
                r.IsDBNull(10) ? "" : Number(r.GetDecimal(10)), Filled(SlotsOf(r.GetString(11))))));

        report.Count("dashboard rows", expected.Count);

        Assessment? Measured(Guid project, string kind) => _model.Assessments.TryGetValue((project, kind), out var a) && a.Lines.Count > 0 ? a : null;
    }

    private static Dictionary<string, decimal> Slots(Assessment? assessment)
    {
        var slots = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["total_ug"] = 0 };
        foreach (var (department, post, micrograms) in assessment?.Cells ?? [])
        {
            foreach (var slot in new[] { $"post_{post.Replace('-', '_')}", $"department_{department.Replace('-', '_')}", "total_ug" })
            {
                slots[slot] = slots.GetValueOrDefault(slot) + micrograms;
            }
        }

        return slots;
    }

    private static Dictionary<string, decimal> SlotsOf(string json)
    {
        using var row = JsonDocument.Parse(json);
        return row.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Number && (p.Name.StartsWith("post_", StringComparison.Ordinal) || p.Name.StartsWith("department_", StringComparison.Ordinal) || p.Name == "total_ug"))
            .ToDictionary(p => p.Name, p => p.Value.GetDecimal(), StringComparer.Ordinal);
    }

    private static string Filled(Dictionary<string, decimal> slots)
        => string.Join(' ', slots.Where(s => s.Value != 0).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={Number(s.Value)}"));

    // ----- mails

    private async Task MailsAsync(IReadOnlyList<ReceivedMail> received)
    {
        var addresses = (await site.RowsAsync("select person_id, email from member_space.people where email is not null", r => (r.GetGuid(0), r.GetString(1)))).ToDictionary(p => p.Item1, p => p.Item2);
        var expected = _model.Mails.Select(m => (m.Cause, addresses[m.Person])).ToHashSet();
        var queued = await site.RowsAsync("select cause, recipient from member_space.mail_queue where cause like 'structure-tagged:%'", r => (r.GetString(0), r.GetString(1)));
        foreach (var missing in expected.Except(queued))
        {
            Check("one queued mail per cause and recipient", false, $"none for {missing}");
        }

        foreach (var extra in queued.Except(expected))
        {
            Check("one queued mail per cause and recipient", false, $"nobody caused {extra}");
        }

        foreach (var twice in queued.GroupBy(q => q).Where(g => g.Count() > 1))
        {
            Check("one queued mail per cause and recipient", false, $"{twice.Count()} for {twice.Key}");
        }

        Check("one queued mail per cause and recipient", true, "");
        var byId = received.GroupBy(m => m.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var (sent, copies) = (0, 0);
        foreach (var schema in Schemas)
        {
            foreach (var (id, status, recipient, error) in await site.RowsAsync($"select id, status, recipient, coalesce(last_error, '') from {schema}.mail_queue", r => (r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3))))
            {
                sent++;
                Check("every mail is sent", status == "sent", $"{schema} {id} to {recipient} is {status}: {error}");
                var arrived = byId.GetValueOrDefault($"<{id:N}@ecoprod.example>") ?? [];
                copies += Math.Max(0, arrived.Count - 1);
                Check("every mail has arrived", arrived.Count > 0, $"{schema} {id} to {recipient}");
                Check(
                    "copies of a mail are the same mail",
                    arrived.TrueForAll(m => m.To.SequenceEqual([recipient]) && m.Subject == arrived[0].Subject && m.Text == arrived[0].Text),
                    $"{schema} {id} to {recipient}: {string.Join(" | ", arrived.Select(m => $"{string.Join(',', m.To)} {m.Subject}"))}");
                report.Claim($"<{id:N}@ecoprod.example>");
            }
        }

        report.Count("mails", sent);
        report.Count("second copies of mails", copies);
    }

    // ----- what people see

    private async Task DashboardsAsync()
    {
        foreach (var tag in site.Tags.DistinctBy(t => t.OrganisationId))
        {
            var rows = _model.Works.Values.Where(w => !w.IsExercise && w.Tags.ContainsValue(tag.OrganisationId)).ToList();
            var kilograms = rows.Sum(w => Slots(Effective(w.Id))["total_ug"]) / 1_000_000_000m;
            foreach (var server in site.Servers)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/member-spaces/{tag.OrganisationId}/dashboard");
                await Site.RenewAsync(tag.Administrator, server.Client);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tag.Administrator.Token);
                using var response = await server.Client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (!response.IsSuccessStatusCode)
                {
                    Check("every host shows the dashboard that the logs say", false, $"{server.Name} answered {(int)response.StatusCode}: {text}");
                    continue;
                }

                var dashboard = JsonSerializer.Deserialize<JsonElement>(text);
                var (projects, total) = (dashboard.GetProperty("projects").GetInt64(), dashboard.GetProperty("totalKg").GetDecimal());
                Check("every host shows the dashboard that the logs say", projects == rows.Count && total == kilograms, $"{server.Name}, {tag.Name}: {projects} projects and {total} kg, not {rows.Count} and {kilograms}");
            }
        }

        Assessment? Effective(Guid project)
            => _model.Assessments.TryGetValue((project, "final"), out var final) && final.Lines.Count > 0 ? final
                : _model.Assessments.TryGetValue((project, "provisional"), out var provisional) && provisional.Lines.Count > 0 ? provisional
                : null;
    }

    // ----- tools

    private async Task CompareAsync<TKey>(string name, IEnumerable<(TKey Key, string Row)> expected, string sql, Func<NpgsqlDataReader, (TKey Key, string Row)> read)
        where TKey : notnull
    {
        var rows = (await site.RowsAsync(sql, read)).ToDictionary(r => r.Key, r => r.Row);
        foreach (var (key, row) in expected)
        {
            Check(name, rows.Remove(key, out var there) && there == row, $"{key}: {there ?? "nothing"}, not {row}");
        }

        foreach (var (key, row) in rows)
        {
            Check(name, false, $"{key}: {row}, which no log speaks of");
        }
    }

    /// <summary>What is compared of a table: not which transaction wrote it.</summary>
    private static string RowsOf(string schema, string table) => (schema, table) switch
    {
        ("member_space", "space_marks") => "select distinct organisation_id from member_space.space_marks",
        ("member_space", "space_projects") => "select to_jsonb(s) - 'stamp' from member_space.space_projects s",
        _ => $"select * from {schema}.{table}",
    };

    private async Task ExecuteAsync(string sql)
    {
        await using var command = site.Database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    private void Check(string name, bool holds, string otherwise) => report.Check(name, holds, $"{site.Name}: {otherwise}");

    private static string Row(params object?[] values) => string.Join(" · ", values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));

    private static string Number(decimal value) => (value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Ids(IEnumerable<Guid> ids) => string.Join(',', ids.Order());

    private static DateOnly? Day(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
