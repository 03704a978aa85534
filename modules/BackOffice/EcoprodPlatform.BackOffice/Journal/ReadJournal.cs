using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.BackOffice.Journal;

/// <summary>
/// The journal for staff: every integration event, the newest first. It is read from the newest backwards, a page at a time, and never
/// counted: it has no end, and a page costs the same at its bottom as at its top.
/// </summary>
internal sealed class ReadJournal(ModuleLog<BackOfficeModule> log, IEnumerable<ModulePublications> publications)
{
    private const int Size = 20;

    private const string Rows = """
        select j.message_id, j.kind, j.by_person, (select p.name from people p where p.person_id = j.by_person), j.roles, j.things
        from journal j

        """;

    private readonly Dictionary<string, Text> _kinds = publications.SelectMany(p => p.Publications.Messages.Values).ToDictionary(k => k.WireName, k => k.Words, StringComparer.Ordinal);

    public static readonly Columns<JournalEntry> Columns = new(
        ties: "j.message_id desc",
        new("at", new("Quand", "When"), e => e.At),
        new("what", new("Quoi", "What"), e => e.What),
        new("kind", new("Événement", "Event"), e => e.Kind) { IsOnlyInFiles = true },
        new("by", new("Qui", "Who"), e => e.ByName),
        new("byId", new("Qui (identifiant)", "Who (id)"), e => e.By?.ToString()) { IsOnlyInFiles = true },
        new("things", new("Objets", "Things"), e => string.Join(", ", e.Things.Select(t => $"{t.Role} {t.Id}"))),
        new("id", new("Identifiant", "Id"), e => e.Id.ToString()) { IsOnlyInFiles = true });

    public static void Map(Routes to)
    {
        to.Staff.Page(BackOfficeLinks.Journal, ShowAsync);
        to.Staff.Page(Links.JournalFile, Download);
        to.Staff.Get("/api/journal", GetAsync).Produces<JournalExtract>();
    }

    /// <summary>What can be filtered by: every kind that is published by this version.</summary>
    public IEnumerable<Option> Kinds => _kinds.Select(k => new Option(k.Key, k.Value));

    public async Task<JournalExtract> ReadAsync(JournalFilter filter, Guid? before, CancellationToken ct)
    {
        var (where, arguments) = filter.Sql(before);
        var rows = await log.ListAsync($"{Rows} {where} {Columns.OrderBy()} limit {Size + 1}", Read, ct, arguments);
        return new JournalExtract([.. rows.Take(Size)], rows.Count > Size ? rows[Size - 1].Id : null);
    }

    /// <summary>All of it, for files.</summary>
    public IAsyncEnumerable<JournalEntry> AllAsync(JournalFilter filter, CancellationToken ct)
    {
        var (where, arguments) = filter.Sql(before: null);
        return log.StreamAsync($"{Rows} {where} {Columns.OrderBy()}", Read, ct, arguments);
    }

    private JournalEntry Read(NpgsqlDataReader r)
    {
        var (id, kind) = (r.GetGuid(0), r.GetString(1));
        var things = r.GetFieldValue<string[]>(4).Zip(r.GetFieldValue<Guid[]>(5), (role, thing) => new JournalThing(role, thing));
        return new JournalEntry(
            id, IdSource.MadeAt(id), kind, _kinds.GetValueOrDefault(kind, Text.Same(kind)).ToString(), r.ValueOrNull<Guid>(2), r.TextOrNull(3), [.. things]);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ReadJournal journal, CancellationToken ct)
    {
        var filter = JournalFilter.Of(http.Request.Query);
        var before = Guid.TryParse(http.Request.Query["avant"], out var id) ? id : (Guid?)null;
        return Page.Of(new JournalPage { Filter = filter, Kinds = [.. journal.Kinds], Extract = await journal.ReadAsync(filter, before, ct), IsFirst = before is null });
    }

    /// <summary>The journal of the page's address, all of it.</summary>
    private static IResult Download(string format, HttpContext http, ReadJournal journal, CancellationToken ct)
        => Columns.File(format, Text.Same("journal"), journal.AllAsync(JournalFilter.Of(http.Request.Query), ct));

    /// <summary>What happened on the platform, 20 at a time, the newest first.</summary>
    /// <param name="kind">One kind of event (<c>projects.structure-tagged.v1</c>).</param>
    /// <param name="id">A person, project, structure or tag: what it did and what was done to it.</param>
    /// <param name="from">First day, in Paris.</param>
    /// <param name="to">Last day, in Paris.</param>
    /// <param name="before">Where the extract before this one ended: its <c>next</c>.</param>
    /// <param name="journal">The query.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IResult> GetAsync(string? kind, Guid? id, DateOnly? from, DateOnly? to, Guid? before, ReadJournal journal, CancellationToken ct)
        => Results.Ok(await journal.ReadAsync(new JournalFilter(kind, id, from, to, []), before, ct));
}

/// <summary>A piece of the journal.</summary>
/// <param name="Next">What to ask for what came before (<c>before</c>); null at the beginning of time.</param>
public sealed record JournalExtract(IReadOnlyList<JournalEntry> Items, Guid? Next);

/// <summary>One integration event.</summary>
/// <param name="Id">The event's.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">Its name on the wire.</param>
/// <param name="What">What it tells, in words; the kind itself where this version does not publish it any more.</param>
/// <param name="By">Who did it; null: the platform itself.</param>
/// <param name="ByName">Their name; null when the account is gone.</param>
/// <param name="Things">What it is about.</param>
public sealed record JournalEntry(Guid Id, DateTimeOffset? At, string Kind, string What, Guid? By, string? ByName, IReadOnlyList<JournalThing> Things);

/// <summary>A thing that an event names.</summary>
/// <param name="Role">As the event calls it (<c>projectId</c>).</param>
public sealed record JournalThing(string Role, Guid Id);
