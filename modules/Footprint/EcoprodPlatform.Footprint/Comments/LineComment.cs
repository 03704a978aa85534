namespace EcoprodPlatform.Footprint.Comments;

/// <summary>What somebody of the project said of a line: a question of an auditor, where a number comes from. It changes no result.</summary>
/// <param name="By">Footprint knows no names.</param>
/// <param name="Role">Their part in the project now: <c>owner</c>, <c>contributor</c>, <c>reader</c>; null when they left it.</param>
public sealed record LineComment(Guid Id, string Words, PersonId By, string? Role, DateTimeOffset At)
{
    public const string Field = "words";

    public const int Longest = 1000;

    /// <summary>Comments of one line: more is a conversation for another place.</summary>
    public const int Most = 50;

    internal static string Demand(string? words)
    {
        var tidy = PlainText.Tidy(words, lines: true);
        return PlainText.Fault(tidy, Longest, lines: true) is { } fault
            ? throw new RuleBrokenException("footprint.comment", new($"Commentaire : {fault.Fr}.", $"Comment: {fault.En}."), field: Field)
            : tidy;
    }
}

/// <summary>The comments of lines.</summary>
internal sealed class LineComments(ModuleLog<FootprintModule> log)
{
    /// <summary>Of one line, oldest first.</summary>
    public Task<IReadOnlyList<LineComment>> OfAsync(ProjectId projectId, AssessmentKind kind, LineId line, CancellationToken ct) => log.ListAsync(
        $"""
        select c.comment_id, c.words, c.said_by, case when p.owner_id = c.said_by then '{DataLife.Owner}' else a.role end, c.said_at
        from line_comments c
        join projects p on p.project_id = c.project_id
        left join project_access a on a.project_id = c.project_id and a.person_id = c.said_by
        where c.project_id = $1 and c.kind = $2 and c.line_id = $3
        order by c.said_at, c.comment_id
        """,
        r => new LineComment(r.GetGuid(0), r.GetString(1), new PersonId(r.GetGuid(2)), r.TextOrNull(3), r.GetFieldValue<DateTimeOffset>(4)),
        ct,
        projectId,
        kind.Code,
        line);
}
