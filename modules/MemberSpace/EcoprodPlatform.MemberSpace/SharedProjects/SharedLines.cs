namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// The lines of one assessment as Footprint told them. Each change is recorded as it arrives, in any order: which of two is the newer of a
/// line is said by the version beside it, where they are read (<see cref="SharedLinesProjection"/>). A stream of its own, because a project's
/// is loaded whole with every message.
/// </summary>
internal sealed record SharedLines : IAggregate<SharedLines, SharedLinesEvent>
{
    public static string StreamType => "shared_lines";

    public static SharedLines Empty { get; } = new();

    public static int SnapshotForm => 1;

    /// <summary>Its project was deleted: nothing comes in any more.</summary>
    [System.Text.Json.Serialization.JsonInclude]
    public bool IsForgotten { get; private init; }

    /// <summary>The stream of a project's assessment.</summary>
    /// <param name="kind"><c>provisional</c> or <c>final</c>.</param>
    public static Guid StreamId(ProjectId projectId, string kind) => DerivedId.Of($"member-space.lines/{projectId.Value:D}/{kind}");

    public IEnumerable<SharedLinesEvent> Tell(LinesTold told) => IsForgotten ? [] : [told];

    public IEnumerable<SharedLinesEvent> Forget(ProjectId projectId, string kind) => IsForgotten ? [] : [new LinesForgotten(projectId, kind)];

    public SharedLines Apply(SharedLinesEvent @event) => @event switch
    {
        LinesTold => this,
        LinesForgotten => this with { IsForgotten = true },
        _ => throw new InvalidOperationException($"Shared lines know no {@event.GetType().Name}."),
    };
}

/// <summary>What happened to the lines of an assessment.</summary>
internal abstract record SharedLinesEvent;

/// <summary>Lines as they count since <paramref name="SourceVersion"/> of the assessment in Footprint, and those that count no more.</summary>
internal sealed record LinesTold(Guid ProjectId, string Kind, long SourceVersion, ToldLine[] Lines, Guid[] Gone) : SharedLinesEvent;

/// <summary>The project was deleted. What its lines were called leaves the events before this one with it.</summary>
internal sealed record LinesForgotten(Guid ProjectId, string Kind) : SharedLinesEvent;

/// <summary>One line: quantity × factor = kilograms.</summary>
// Stored in this log for good, so not the message itself: that one may become a V2 without it.
internal sealed record ToldLine(
    Guid Id, long Place, string Department, string Post, string Phase, string? Label, decimal Quantity, decimal Kg, string? DataStatus, string? Question, ToldFactor Factor);

/// <summary>The factor of a line, as it was when the line was entered, with its words.</summary>
internal sealed record ToldFactor(string Code, int Version, decimal Value, string Unit, int? Year, Text Name, Text UnitName, Text Source, Text Place, Text Perimeter)
{
    /// <summary>The unit of several; null where it has no plural.</summary>
    public Text? UnitNames { get; init; }
}
