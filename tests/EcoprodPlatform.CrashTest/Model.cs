using System.Text.Json;

namespace EcoprodPlatform.CrashTest;

/// <summary>
/// What must be there, folded from the logs of the modules by rules of its own: it shares no code with the platform, so it
/// does not share its faults.
/// </summary>
internal sealed class Model
{
    private const string LinesTaken = "member_space.on-assessment-lines";

    /// <summary>Who takes what is published: stored event → reactions. <see cref="Verification"/> checks that nothing is missing here.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Routes = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["accounts.account-confirmed.v1"] = ["projects.on-person-known", "member_space.on-person-known", "back_office.on-person-known", "back_office.on-published.accounts.person-known.v1"],
        ["accounts.person-changed.v1"] = ["projects.on-person-known", "member_space.on-person-known", "back_office.on-person-known", "back_office.on-published.accounts.person-known.v1"],
        ["accounts.address-changed.v1"] = ["projects.on-person-known", "member_space.on-person-known", "back_office.on-person-known", "back_office.on-published.accounts.person-known.v1"],
        ["accounts.account-erased.v1"] = ["projects.on-person-erased", "footprint.on-person-erased", "member_space.on-person-erased", "back_office.on-person-erased", "back_office.on-published.accounts.person-erased.v1"],
        ["projects.project-opened.v1"] = ["footprint.on-project-described", "member_space.on-project-described", "back_office.on-published.projects.project-described.v1"],
        ["projects.project-configured.v1"] = ["footprint.on-project-described", "member_space.on-project-described", "back_office.on-published.projects.project-described.v1"],
        ["projects.project-closed.v1"] = ["footprint.on-project-described", "member_space.on-project-described", "back_office.on-published.projects.project-described.v1"],
        ["projects.ownership-transferred.v1"] = ["footprint.on-project-described", "member_space.on-project-described", "back_office.on-published.projects.project-described.v1"],
        ["projects.ownership-role-settled.v1"] = ["footprint.on-collaborator-changed", "back_office.on-published.projects.collaborator-changed.v1"],
        ["projects.structure-tagged.v1"] = ["member_space.on-structure-tagged", "back_office.on-published.projects.structure-tagged.v1"],
        ["projects.structure-untagged.v1"] = ["member_space.on-structure-untagged", "back_office.on-published.projects.structure-untagged.v1"],
        ["projects.collaborator-joined.v1"] = ["footprint.on-collaborator-changed", "back_office.on-published.projects.collaborator-changed.v1"],
        ["projects.collaborator-role-changed.v1"] = ["footprint.on-collaborator-changed", "back_office.on-published.projects.collaborator-changed.v1"],
        ["projects.collaborator-left.v1"] = ["footprint.on-collaborator-changed", "back_office.on-published.projects.collaborator-changed.v1"],
        ["projects.project-deleted.v1"] = ["footprint.on-project-deleted", "member_space.on-project-deleted", "back_office.on-published.projects.project-deleted.v1"],
        ["footprint.line-added.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.line-changed.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.line-removed.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.lines-entered.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.lines-removed.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.edit-undone.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.lines-replaced.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.assessment-copied.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.question-answered.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.answer-withdrawn.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.factors-upgraded.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.section-switched.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", LinesTaken, "back_office.on-published.footprint.assessment-measured.v1"],
        ["footprint.assessment-frozen.v1"] = ["projects.on-assessment-measured", "member_space.on-assessment-measured", "back_office.on-published.footprint.assessment-measured.v1"],
        ["member_space.tag-opened.v1"] = ["projects.on-organisation-tag-changed", "back_office.on-published.member-space.organisation-tag-changed.v1"],
        ["member_space.tag-renamed.v1"] = ["projects.on-organisation-tag-changed", "back_office.on-published.member-space.organisation-tag-changed.v1"],
        ["member_space.tag-structure-renamed.v1"] = ["projects.on-organisation-tag-changed", "back_office.on-published.member-space.organisation-tag-changed.v1"],
        ["member_space.tag-retired.v1"] = ["projects.on-organisation-tag-changed", "back_office.on-published.member-space.organisation-tag-changed.v1"],
        ["member_space.tag-withdrawn.v1"] = ["projects.on-organisation-tag-changed", "back_office.on-published.member-space.organisation-tag-changed.v1"],
        ["member_space.structure-tag-added.v1"] = ["projects.on-structure-tag-added", "back_office.on-published.member-space.structure-tag-added.v1"],
        ["member_space.structure-detached.v1"] = ["projects.on-structure-detached", "back_office.on-published.member-space.structure-detached.v1"],
    };

    private readonly Dictionary<Guid, HashSet<Guid>> _administrators = [];
    private readonly Dictionary<Guid, Shared> _shared = [];

    public Dictionary<Guid, Work> Works { get; } = [];

    public Dictionary<(Guid Project, string Kind), Assessment> Assessments { get; } = [];

    /// <summary>Structure of each tag.</summary>
    public Dictionary<Guid, Guid> Tags { get; } = [];

    /// <summary>What each reaction must have in its inbox.</summary>
    public HashSet<(string Reaction, Guid Message)> Inbox { get; } = [];

    /// <summary>What may be in an inbox or not: a change that gives a line what it had already, of which the platform may think either way.</summary>
    public HashSet<(string Reaction, Guid Message)> Allowed { get; } = [];

    /// <summary>Mails that must be queued: cause and person.</summary>
    public HashSet<(string Cause, Guid Person)> Mails { get; } = [];

    public static Model Of(IEnumerable<LoggedEvent> projects, IEnumerable<LoggedEvent> footprint, IEnumerable<LoggedEvent> memberSpace, IEnumerable<LoggedEvent> others)
    {
        var model = new Model();
        foreach (var e in projects)
        {
            model.Project(e);
            model.Publish(e);
        }

        foreach (var e in footprint)
        {
            var before = model.ContentOf(e);
            // One that was never started is frozen with its project, and nobody is told.
            var isTold = model.Measure(e);
            if (isTold)
            {
                model.Publish(e, touchesLines: !model.ContentOf(e).SetEquals(before));
            }
        }

        foreach (var e in memberSpace)
        {
            model.Space(e);
            model.Publish(e);
        }

        foreach (var e in others)
        {
            model.Publish(e);
        }

        return model;
    }

    private void Publish(LoggedEvent e, bool touchesLines = true)
    {
        foreach (var reaction in Routes.GetValueOrDefault(e.FullName) ?? [])
        {
            (reaction == LinesTaken && !touchesLines ? Allowed : Inbox).Add((reaction, e.Id));
        }
    }

    private HashSet<(Guid Line, Line Content)> ContentOf(LoggedEvent e)
        => Assessments.TryGetValue((e.Uuid("projectId"), e.Text("kind").ToLowerInvariant()), out var known)
            ? [.. known.Lines.Select(l => (l.Key, l.Value with { Version = 0 }))]
            : [];

    private void Project(LoggedEvent e)
    {
        var work = Works.TryGetValue(e.Stream, out var known) ? known : Works[e.Stream] = new Work(e.Stream);
        work.Version = e.Version;
        switch (e.Name)
        {
            case "project-opened.v1":
                work.Owner = e.Uuid("ownerId");
                work.Configuration = e.Data.GetProperty("configuration");
                work.DescribedAt = e.Version;
                break;
            case "project-configured.v1":
                work.Configuration = e.Data.GetProperty("configuration");
                work.DescribedAt = e.Version;
                break;
            case "ownership-transferred.v1":
                work.Owner = e.Uuid("toId");
                work.DescribedAt = e.Version;
                break;
            case "project-closed.v1":
                work.FinalisedOn = DateOnly.Parse(e.Text("finalisedOn"), System.Globalization.CultureInfo.InvariantCulture);
                work.DescribedAt = e.Version;
                break;
            case "structure-tagged.v1":
                work.Tags[e.Uuid("tagId")] = e.Uuid("organisationId");
                break;
            case "structure-untagged.v1":
                work.Tags.Remove(e.Uuid("tagId"));
                break;
        }
    }

    /// <summary>False for what is not published.</summary>
    private bool Measure(LoggedEvent e)
    {
        var key = (e.Uuid("projectId"), e.Text("kind").ToLowerInvariant());
        var assessment = Assessments.TryGetValue(key, out var known) ? known : Assessments[key] = new Assessment();
        assessment.Version = e.Version;
        switch (e.Name)
        {
            case "line-added.v1" or "line-changed.v1":
                Put(e.Data.GetProperty("line"));
                break;
            case "line-removed.v1":
                assessment.Lines.Remove(e.Uuid("lineId"));
                break;
            case "lines-entered.v1":
                foreach (var line in e.Data.GetProperty("lines").EnumerateArray())
                {
                    Put(line);
                }

                break;
            case "lines-removed.v1":
                foreach (var gone in e.Data.GetProperty("lineIds").EnumerateArray())
                {
                    assessment.Lines.Remove(gone.GetGuid());
                }

                break;
            case "edit-undone.v1":
                foreach (var gone in e.Data.GetProperty("lineIds").EnumerateArray())
                {
                    assessment.Lines.Remove(gone.GetGuid());
                }

                foreach (var line in e.Data.GetProperty("lines").EnumerateArray())
                {
                    Put(line);
                }

                break;
            case "lines-replaced.v1" or "assessment-copied.v1":
                assessment.Lines.Clear();
                foreach (var line in e.Data.GetProperty("lines").EnumerateArray())
                {
                    Put(line);
                }

                break;
            case "question-answered.v1" or "answer-withdrawn.v1":
                foreach (var dropped in e.Data.GetProperty("dropped").EnumerateArray())
                {
                    assessment.Lines.Remove(dropped.GetGuid());
                }

                foreach (var line in e.Data.TryGetProperty("lines", out var answered) ? answered.EnumerateArray() : [])
                {
                    Put(line);
                }

                break;
            case "section-switched.v1":
                throw new InvalidOperationException("The load sets no section aside: what its lines come to is not known here.");
            case "assessment-frozen.v1":
                assessment.IsFrozen = true;
                if (assessment.IsStarted)
                {
                    assessment.ToldAt = e.Version;
                }

                return assessment.IsStarted;
        }

        assessment.IsStarted = true;
        assessment.ToldAt = e.Version;
        return true;

        void Put(JsonElement line) => assessment.Lines[line.GetProperty("id").GetGuid()] = new Line(
            line.GetProperty("department").GetString()!,
            line.GetProperty("post").GetString()!,
            line.GetProperty("phase").GetString()!,
            line.GetProperty("quantity").GetDecimal() * line.GetProperty("factor").GetProperty("value").GetDecimal(),
            line.TryGetProperty("label", out var label) ? label.GetString() : null,
            e.Version);
    }

    private void Space(LoggedEvent e)
    {
        switch (e.Name)
        {
            case "tag-opened.v1":
                Tags[e.Uuid("tagId")] = e.Stream;
                return;
            case "administrator-added.v1":
                Administrators(e.Stream).Add(e.Uuid("personId"));
                return;
            case "administrator-removed.v1":
                Administrators(e.Stream).Remove(e.Uuid("personId"));
                return;
            case "project-described.v1":
                SharedOf(e.Stream).IsShowable = !e.Data.GetProperty("isExercise").GetBoolean();
                break;
            case "structure-tagged.v1":
                // Put back within ten minutes, or never heard to be off: no second mail.
                var was = SharedOf(e.Stream).Taggings.GetValueOrDefault(e.Uuid("tagId"));
                var isSlip = was is { IsTold: true } && (was.IsOn || (was.OffAt is { } off && e.Moment("taggedAt") - off < TimeSpan.FromMinutes(10)));
                SharedOf(e.Stream).Taggings[e.Uuid("tagId")] = new Tagging(e.Uuid("organisationId"), e.Uuid("eventId")) { IsTold = isSlip || e.Has("addedBy") };
                break;
            case "structure-tag-added.v1":
                // What the structure added itself is no news to it.
                SharedOf(e.Stream).Taggings[e.Uuid("tagId")] = new Tagging(e.Uuid("organisationId"), Guid.Empty) { IsTold = true };
                return;
            case "structure-untagged.v1":
                if (SharedOf(e.Stream).Taggings.GetValueOrDefault(e.Uuid("tagId")) is { } gone)
                {
                    gone.OffAt = gone.IsOn ? e.Moment("untaggedAt") : gone.OffAt;
                    gone.IsOn = false;
                }

                return;
            case "structure-detached.v1":
                SharedOf(e.Stream).Taggings[e.Uuid("tagId")].IsOn = false;
                return;
            default:
                return;
        }

        // A tagging is told once: when the space can show the project, whichever of the two came last.
        var shared = SharedOf(e.Stream);
        foreach (var tagging in shared.Taggings.Values.Where(t => shared.IsShowable && t.IsOn && !t.IsTold))
        {
            tagging.IsTold = true;
            foreach (var person in Administrators(tagging.Organisation))
            {
                Mails.Add(($"structure-tagged:{tagging.Event}", person));
            }
        }
    }

    private HashSet<Guid> Administrators(Guid organisation) => _administrators.TryGetValue(organisation, out var known) ? known : _administrators[organisation] = [];

    private Shared SharedOf(Guid project) => _shared.TryGetValue(project, out var known) ? known : _shared[project] = new Shared();

    private sealed class Shared
    {
        public bool IsShowable { get; set; }

        public Dictionary<Guid, Tagging> Taggings { get; } = [];
    }

    private sealed class Tagging(Guid organisation, Guid @event)
    {
        public Guid Organisation { get; } = organisation;

        public Guid Event { get; } = @event;

        public bool IsOn { get; set; } = true;

        public DateTimeOffset? OffAt { get; set; }

        public bool IsTold { get; set; }
    }
}

/// <summary>A project as its own log has it.</summary>
internal sealed class Work(Guid id)
{
    public Guid Id { get; } = id;

    public Guid Owner { get; set; }

    public long Version { get; set; }

    /// <summary>Version at which other modules were last told of its configuration.</summary>
    public long DescribedAt { get; set; }

    public JsonElement Configuration { get; set; }

    public DateOnly? FinalisedOn { get; set; }

    /// <summary>Tags on it, with their structures.</summary>
    public Dictionary<Guid, Guid> Tags { get; } = [];

    public string Title => Configuration.GetProperty("title").GetString()!;

    public string Genre => Configuration.GetProperty("editorialGenre").GetString()!;

    public bool IsExercise => Configuration.GetProperty("isExercise").GetBoolean();
}

/// <summary>An assessment as Footprint's log has it.</summary>
internal sealed class Assessment
{
    public long Version { get; set; }

    /// <summary>Version at which other modules were last told of it; 0 for never.</summary>
    public long ToldAt { get; set; }

    public bool IsStarted { get; set; }

    public bool IsFrozen { get; set; }

    public Dictionary<Guid, Line> Lines { get; } = [];

    public decimal Kilograms => Lines.Values.Sum(l => l.Kilograms);

    /// <summary>In micrograms per cell of the result, exact, as dashboards add them up.</summary>
    public IReadOnlyList<(string Department, string Post, decimal Micrograms)> Cells =>
    [
        .. Lines.Values.GroupBy(l => (l.Department, l.Post, l.Phase))
            .Select(g => (g.Key.Department, g.Key.Post, g.Sum(l => l.Kilograms) * 1_000_000_000m)),
    ];
}

internal sealed record Line(string Department, string Post, string Phase, decimal Kilograms, string? Label, long Version);
