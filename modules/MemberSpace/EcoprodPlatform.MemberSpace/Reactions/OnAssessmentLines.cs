namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>Records the lines behind a result as they were told.</summary>
internal sealed class OnAssessmentLines(EventStore<MemberSpaceModule> store) : IReaction<AssessmentLinesV1>
{
    public async Task ReactAsync(AssessmentLinesV1 message, UnitOfWork work, CancellationToken ct)
    {
        var lines = await store.LoadAsync<SharedLines>(SharedLines.StreamId(new ProjectId(message.ProjectId), message.Kind), ct);
        work.Append(lines, lines.State.Tell(new LinesTold(
            message.ProjectId,
            message.Kind,
            message.AssessmentVersion,
            [.. message.Lines.Select(l => new ToldLine(
                l.Id, l.Place, l.Department, l.Post, l.Phase, l.Label, l.Quantity, l.Kg, l.DataStatus, l.Question,
                Told(l.Factor)))],
            message.Gone)));
    }

    private static ToldFactor Told(AssessmentFactor f)
        => new(f.Code, f.Version, f.Value, f.Unit, f.Year, Both(f.Name), Both(f.UnitName), Both(f.Source), Both(f.Place), Both(f.Perimeter)) { UnitNames = f.UnitNames is { } plural ? Both(plural) : null };

    private static Text Both(TextInBoth words) => new(words.Fr, words.En);
}
