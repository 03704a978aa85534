using EcoprodPlatform.Testing;

namespace EcoprodPlatform.CrashTest;

/// <summary>Faults put into a database by hand when all has been compared: each must be noticed, else the comparison proves nothing.</summary>
internal static class Sabotage
{
    /// <summary>What is done, the check that must notice, and a part of what it must say.</summary>
    private static (string Sql, string Check, string Says)[] Faults(IReadOnlyCollection<Operation> operations) =>
    [
        (Again("projects", "type = 'project-configured.v1'"), "what was answered is in the log once", "2 events for Configure"),
        ("delete from footprint.mt_events where seq_id = (select max(seq_id) from footprint.mt_events where type = 'line-added.v1')", "what was answered is in the log once", "0 events for AddLine"),
        (Again("projects", $"type = 'structure-tagged.v1' and user_name <> '00000000-0000-0000-0000-000000000000' and stream_id || '/' || (data ->> 'tagId') <> all (string_to_array('{Unanswered(operations)}', ','))"), "what was answered is in the log once", "events for Tag"),
        ("update projects.mt_events set data = jsonb_set(data, '{configuration,title}', '\"Unasked\"') where seq_id = (select min(e.seq_id) from projects.mt_events e where type = 'project-configured.v1')", "nothing is in the log that nobody asked for", "project-configured.v1"),
        ("update projects.mt_events set version = version + 1000 where seq_id = (select max(seq_id) from projects.mt_events where type = 'project-opened.v1')", "versions of a stream are 1, 2, 3", "projects"),
        ("update projects.mt_streams set version = version + 1 where id = (select id from projects.mt_streams where version > 0 limit 1)", "a stream is at the version of its newest event", "projects"),
        (Again("member_space", "type = 'assessment-measured.v1' and causation_id is not null"), "a message has its effect once", "assessment-measured.v1"),
        ("delete from member_space.inbox where ctid = (select ctid from member_space.inbox where reaction = 'member_space.on-structure-tagged' limit 1)", "an inbox has one row per reaction and published event", "on-structure-tagged has not taken"),
        ("insert into projects.inbox (reaction, message_id) values ('projects.on-structure-detached', gen_random_uuid())", "an inbox has one row per reaction and published event", "which nobody published"),
        ("update projects.projections set status = 'failed', error = 'by hand' where name = 'relay'", "every projection and relay runs and is at the head", "by hand"),
        ("delete from member_space.space_projects where ctid = (select ctid from member_space.space_projects limit 1)", "a structure's dashboard rows are what the projects' logs say", "nothing, not"),
        ("update member_space.lines set kg = kg + 1 where ctid = (select ctid from member_space.lines where not is_gone limit 1)", "member_space.lines is what Footprint's log says", ""),
        ("update member_space.taggings set is_on = false where ctid = (select ctid from member_space.taggings where is_on limit 1)", "member_space.taggings is what the projects' log says", "nothing, not"),
        ("update projects.assessments set total_kg = total_kg + 0.001 where ctid = (select ctid from projects.assessments limit 1)", "projects.assessments is what Footprint's log says", ""),
        ("update footprint.projects set project_version = project_version - 1 where ctid = (select ctid from footprint.projects limit 1)", "footprint.projects is what the projects' log says", ""),
        ("update footprint.assessment_lines set quantity = quantity + 1 where ctid = (select ctid from footprint.assessment_lines limit 1)", "footprint.assessment_lines is what its log says", ""),
        ("update projects.project_list set title = 'By hand' where ctid = (select ctid from projects.project_list limit 1)", "projects.project_list is what its log says", "By hand"),
        ("update member_space.mail_queue set cause = 'structure-tagged:by-hand' where ctid = (select ctid from member_space.mail_queue limit 1)", "one queued mail per cause and recipient", "nobody caused"),
        ("insert into member_space.mail_queue (id, cause, recipient, subject, status) values (gen_random_uuid(), 'by-hand', 'by@hand.example', 'By hand', 'sent')", "every mail has arrived", "by@hand.example"),
        ("insert into member_space.mail_queue (id, cause, recipient, subject, status) values (gen_random_uuid(), 'by-hand', 'too@hand.example', 'By hand', 'refused')", "every mail is sent", "too@hand.example"),
    ];

    /// <summary>Breaks the database of <paramref name="site"/>, compares again, and says in <paramref name="report"/> what went unnoticed.</summary>
    public static async Task TryAsync(Site site, PlatformParts parts, IReadOnlyCollection<Operation> operations, IReadOnlyList<ReceivedMail> received, CrashReport report)
    {
        const string name = "what is broken on purpose is noticed";
        var faults = Faults(operations);
        foreach (var (sql, check, _) in faults)
        {
            await using var command = site.Database.CreateCommand(sql);
            report.Check(name, await command.ExecuteNonQueryAsync() > 0, $"{site.Name}: nothing there to break for \"{check}\": {sql}");
        }

        var broken = new CrashReport();
        await new Verification(site, parts, operations, broken).RunAsync(received);
        foreach (var (sql, check, says) in faults)
        {
            report.Check(
                name,
                broken.Differences.Any(d => d.StartsWith(check, StringComparison.Ordinal) && d.Contains(says, StringComparison.Ordinal)),
                $"{site.Name}: \"{check}\" does not notice {sql}");
        }
    }

    /// <summary>Taggings that a dying host left without an answer: of these, one more in the log is no fault.</summary>
    private static string Unanswered(IEnumerable<Operation> operations)
        => string.Join(',', operations.Where(o => o is { Wish: Wish.Tag, Outcome: Outcome.Unknown }).Select(o => $"{o.Project}/{o.Marker}").Distinct(StringComparer.Ordinal));

    /// <summary>The newest event that fits, written once more under a new id.</summary>
    private static string Again(string schema, string which) => $"""
        with one as (select * from {schema}.mt_events where {which} order by seq_id desc limit 1),
        moved as (update {schema}.mt_streams set version = version + 1 where id = (select stream_id from one) returning version)
        insert into {schema}.mt_events (seq_id, id, stream_id, version, type, data, user_name, causation_id, correlation_id, timestamp, tenant_id, is_archived)
        select nextval('{schema}.mt_events_sequence'), gen_random_uuid(), stream_id, (select version from moved), type, data, user_name, causation_id, correlation_id, now(), tenant_id, false from one
        """;
}
