using System.Collections.Immutable;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// What MemberSpace knows of one project, told by other modules in any order and possibly twice: its description, its
/// assessments, the structures tagged on it. The stream's id is the project's. Of each fact only what is newer than
/// what is known is recorded, so the log of this module alone rebuilds everything its spaces show.
/// </summary>
internal sealed record SharedProject : IAggregate<SharedProject, SharedProjectEvent>
{
    public static string StreamType => "shared_project";

    public static SharedProject Empty { get; } = new();

    /// <summary>A tag put back so soon after it was taken off was a slip, or a change of mind: the structure is not told twice.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <summary>Its owner deleted it: nothing that arrives later, or late, is taken in.</summary>
    public bool IsDeleted { get; private init; }

    public ProjectDescribed? Description { get; private init; }

    /// <summary>Newest source version known of each kind of assessment.</summary>
    public ImmutableDictionary<string, long> Measured { get; private init; } = ImmutableDictionary<string, long>.Empty;

    public ImmutableDictionary<Guid, Tagging> Tags { get; private init; } = ImmutableDictionary<Guid, Tagging>.Empty;

    /// <summary>Spaces can show it: it has been described and is not an exercise (T9).</summary>
    public bool IsShowable => Description is { IsExercise: false };

    /// <summary>
    /// Taggings that the structure has to be told of, with the words that fit: those on a project its space can show. A tag that
    /// arrives before the project's description, or on an exercise, is told when the project becomes showable, in the same
    /// unit of work as the event that makes it so: exactly once, whatever came first.
    /// </summary>
    public IEnumerable<(Tagging Tagging, Telling Telling)> ToldSince(SharedProject before)
    {
        var told = Tags.Values.Where(t => t.ToldBy is not null && t.ToldBy == t.EventId && before.Tags.GetValueOrDefault(t.TagId)?.ToldBy != t.EventId);
        foreach (var ofStructure in told.OrderBy(t => t.SourceVersion).GroupBy(t => t.OrganisationId))
        {
            var others = before.Tags.Values.Where(t => t.OrganisationId == ofStructure.Key && t.ToldBy is not null).ToList();
            var first = ofStructure.First();
            yield return (first, others.Count == 0 ? Telling.New : others.Any(t => t.IsOn || IsBackSoon(t, first.TaggedAt)) ? Telling.OneMoreTag : Telling.Again);
            foreach (var tagging in ofStructure.Skip(1))
            {
                yield return (tagging, Telling.OneMoreTag);
            }
        }
    }

    // ----- decisions

    public IEnumerable<SharedProjectEvent> Describe(ProjectDescribed description)
        => IsDeleted || Description?.SourceVersion >= description.SourceVersion ? [] : [description];

    public IEnumerable<SharedProjectEvent> Measure(AssessmentMeasured measured)
        => IsDeleted || (Measured.TryGetValue(measured.Kind, out var known) && known >= measured.SourceVersion) ? [] : [measured];

    /// <summary>What the structure added and has taken off since is confirmed too late: it goes again (T10).</summary>
    public IEnumerable<SharedProjectEvent> Tag(StructureTagged tagged) => IsKnown(tagged.TagId, tagged.SourceVersion)
        ? []
        : tagged.AddedBy is { } by && Tags.GetValueOrDefault(tagged.TagId)?.Addition == Addition.Withdrawn
            ? [tagged, new StructureDetached(tagged.TagId, tagged.OrganisationId, tagged.SourceVersion, by)]
            : [tagged];

    /// <summary>Recorded even for a tag not seen yet: its tagging, arriving late, is then known to be older.</summary>
    public IEnumerable<SharedProjectEvent> Untag(StructureUntagged untagged) => IsKnown(untagged.TagId, untagged.SourceVersion) ? [] : [untagged];

    public IEnumerable<SharedProjectEvent> Delete() => IsDeleted ? [] : [new ProjectDeleted()];

    /// <summary>
    /// The structure takes one of its tags off (MS-43, T10). Already off: nothing happens, which is what a double click
    /// means. A version is given by who looked at one certain tagging; another one made since is not taken off unseen.
    /// </summary>
    public IEnumerable<SharedProjectEvent> Detach(OrganisationId organisationId, TagId tagId, PersonId by, long? expectedTagging = null)
    {
        if (!Tags.TryGetValue(tagId, out var tagging) || tagging.OrganisationId != organisationId)
        {
            throw Unknown();
        }

        if (expectedTagging is { } expected && expected != tagging.SourceVersion)
        {
            throw RuleBrokenException.Conflict("project.tagged-again", new Text(
                "La personne propriétaire de ce projet a changé ses tags entre-temps. Rien n’a été détaché : relisez la page, puis décidez.",
                "The person who owns this project changed its tags meanwhile. Nothing was detached: read the page again, then decide."));
        }

        return tagging.IsOn ? [new StructureDetached(tagId, organisationId, tagging.SourceVersion, by)] : [];
    }

    /// <summary>The structure puts another of its tags on a project that it sees because its creator chose one of them (MS-45, T5).</summary>
    public IEnumerable<SharedProjectEvent> AddTag(OrganisationId organisationId, TagId tagId, PersonId by, DateTimeOffset at)
        => !Shows(organisationId) ? throw Unknown()
            : Tags.TryGetValue(tagId, out var there) && there.IsOn ? []
            : [new StructureTagAdded(tagId, organisationId, by, at)];

    /// <summary>The structure's space shows the project: it carries one of its tags. What the structure has only just added itself opens nothing.</summary>
    public bool Shows(Guid organisationId) => IsShowable && Carries(organisationId);

    // ----- fold

    public SharedProject Apply(SharedProjectEvent @event) => @event switch
    {
        ProjectDescribed e => (this with { Description = e }).Tell(),
        AssessmentMeasured e => this with { Measured = Measured.SetItem(e.Kind, e.SourceVersion) },
        StructureTagged e => Put(new Tagging(e.TagId, e.OrganisationId, e.SourceVersion, e.EventId, true, e.TaggedAt, ToldBefore(e), null)).Tell(),
        StructureTagAdded e => Put(new Tagging(
            e.TagId, e.OrganisationId, Tags.GetValueOrDefault(e.TagId)?.SourceVersion ?? 0, null, true, e.AddedAt, Tags.GetValueOrDefault(e.TagId)?.ToldBy ?? e.AddedBy, null) { Addition = Addition.Pending }),
        StructureUntagged e => Put(Tags.TryGetValue(e.TagId, out var was)
            // Of a tag that the structure had taken off itself the owner took nothing off.
            ? was with { SourceVersion = e.SourceVersion, EventId = null, IsOn = false, OffAt = was.IsOn ? e.UntaggedAt : was.OffAt }
            : new Tagging(e.TagId, e.OrganisationId, e.SourceVersion, null, false, e.UntaggedAt, null, null)).WithoutPending(e.OrganisationId, Addition.None),
        StructureDetached e => Put(TakenOff(Tags[e.TagId], Addition.Withdrawn)).WithoutPending(e.OrganisationId, Addition.Withdrawn),
        ProjectDeleted => Empty with { IsDeleted = true },
        _ => throw new InvalidOperationException($"A shared project knows no {@event.GetType().Name}."),
    };

    /// <summary>The same answer for a project that does not exist, was never shared, or is another structure's.</summary>
    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("project.not-in-space", new Text(
        "Ce projet n’est pas dans votre espace.", "This project is not in your space."));

    private bool IsKnown(Guid tagId, long sourceVersion) => IsDeleted || (Tags.TryGetValue(tagId, out var known) && known.SourceVersion >= sourceVersion);

    /// <summary>The project carries one of the structure's tags.</summary>
    private bool Carries(Guid organisationId) => Tags.Values.Any(t => t.OrganisationId == organisationId && t is { IsOn: true, Addition: not Addition.Pending });

    /// <summary>With the last tag that the project carries go those that the structure has only just added.</summary>
    private SharedProject WithoutPending(Guid organisationId, Addition becomes) => Carries(organisationId)
        ? this
        : this with { Tags = Tags.SetItems(Tags.Where(t => t.Value.OrganisationId == organisationId && t.Value.Addition == Addition.Pending).Select(t => KeyValuePair.Create(t.Key, TakenOff(t.Value, becomes)))) };

    private static Tagging TakenOff(Tagging tagging, Addition becomes)
        => tagging with { IsOn = false, Addition = tagging.Addition == Addition.Pending ? becomes : tagging.Addition };

    private SharedProject Put(Tagging tagging) => this with { Tags = Tags.SetItem(tagging.TagId, tagging) };

    /// <summary>A tag that was taken off and is put back within <see cref="Quiet"/> is no news; nor is one that the structure added itself, nor one whose taking off was not even heard of.</summary>
    private Guid? ToldBefore(StructureTagged e)
        => Tags.TryGetValue(e.TagId, out var was) && (was.IsOn || IsBackSoon(was, e.TaggedAt)) && was.ToldBy is { } told ? told : e.AddedBy;

    private static bool IsBackSoon(Tagging was, DateTimeOffset at) => was.OffAt is { } off && at - off < Quiet;

    private SharedProject Tell() => !IsShowable || Tags.Values.All(t => t.ToldBy is not null || !t.IsOn)
        ? this
        : this with { Tags = Tags.SetItems(Tags.Where(t => t.Value is { IsOn: true, ToldBy: null }).Select(t => KeyValuePair.Create(t.Key, t.Value with { ToldBy = t.Value.EventId }))) };
}

/// <summary>The newest that is known of one tag on the project.</summary>
/// <param name="TagId">The tag.</param>
/// <param name="OrganisationId">Its structure.</param>
/// <param name="SourceVersion">Version of the project in Projects at that tagging or untagging.</param>
/// <param name="EventId">The tagging's own id there; null once it is off in Projects.</param>
/// <param name="IsOn">The structure's space shows the project because of it.</param>
/// <param name="TaggedAt">When its owner put it on.</param>
/// <param name="ToldBy">The tagging of which the administrators were told (their mail is queued); an earlier one than <paramref name="EventId"/> where the tag was put back soon, and who did it where the structure added the tag itself.</param>
/// <param name="OffAt">When its owner took it off, if they did.</param>
internal sealed record Tagging(
    Guid TagId, Guid OrganisationId, long SourceVersion, Guid? EventId, bool IsOn, DateTimeOffset TaggedAt, Guid? ToldBy, DateTimeOffset? OffAt)
{
    /// <summary>Where the structure put the tag on itself.</summary>
    public Addition Addition { get; init; }
}

/// <summary>What became of a tag that the structure added itself.</summary>
internal enum Addition
{
    /// <summary>There is nothing to wait for.</summary>
    None,

    /// <summary>The space shows it; the project does not say yet that it carries it.</summary>
    Pending,

    /// <summary>The structure took it off before the project said that it carries it.</summary>
    Withdrawn,
}

/// <summary>What a tagging is to the structure.</summary>
public enum Telling
{
    /// <summary>It has not seen this project before.</summary>
    New,

    /// <summary>It sees the project already, or has lost it a moment ago, by another of its tags.</summary>
    OneMoreTag,

    /// <summary>It saw the project before, and had lost it.</summary>
    Again,
}

/// <summary>What happened to a project as spaces see it.</summary>
internal abstract record SharedProjectEvent;

/// <summary>The project's whole configuration at <paramref name="SourceVersion"/> of its stream in Projects.</summary>
// Stored in this log for good, so not the message itself: that one may become a V2 without it.
internal sealed record ProjectDescribed(
    long SourceVersion,
    Guid OwnerId,
    string Title,
    string EditorialGenre,
    string[] ShootingTypologies,
    string? MainDistribution,
    bool IsExercise,
    string Currency,
    decimal? Budget,
    int Episodes,
    int? DurationSeconds,
    string? ShootingFormat,
    DateOnly? StartDate,
    DateOnly? DeliveryDate,
    int? ProductionDays,
    string LeadCountry,
    string[] CoProductionCountries,
    string[] ProductionCompanies,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateOnly? FinalisedOn) : SharedProjectEvent;

/// <summary>The whole result of one assessment at <paramref name="SourceVersion"/> of its stream in Footprint.</summary>
internal sealed record AssessmentMeasured(
    string Kind, long SourceVersion, decimal TotalKg, int Lines, MeasuredCell[] Cells, DateTimeOffset MeasuredAt, bool IsFrozen) : SharedProjectEvent;

/// <summary>One cell of the result cube, in kilograms.</summary>
internal sealed record MeasuredCell(string Department, string Post, string Phase, decimal Kg);

/// <summary>The project carries the tag since <paramref name="SourceVersion"/>; <paramref name="AddedBy"/> unless its creator put it on.</summary>
internal sealed record StructureTagged(Guid TagId, Guid OrganisationId, long SourceVersion, Guid EventId, Guid TaggedBy, DateTimeOffset TaggedAt, Guid? AddedBy = null) : SharedProjectEvent;

/// <summary>The structure put another of its own tags on the project (T5).</summary>
internal sealed record StructureTagAdded(Guid TagId, Guid OrganisationId, Guid AddedBy, DateTimeOffset AddedAt) : SharedProjectEvent;

internal sealed record StructureUntagged(Guid TagId, Guid OrganisationId, long SourceVersion, DateTimeOffset UntaggedAt) : SharedProjectEvent;

/// <summary>The structure detached itself; <paramref name="SourceVersion"/> is that of the tagging it took off.</summary>
internal sealed record StructureDetached(Guid TagId, Guid OrganisationId, long SourceVersion, Guid DetachedBy) : SharedProjectEvent;

/// <summary>Its owner deleted the project. What it was called leaves the events before this one with it.</summary>
internal sealed record ProjectDeleted : SharedProjectEvent;
