namespace EcoprodPlatform.CrashTest;

/// <summary>What a client was told of what it asked for.</summary>
internal enum Outcome
{
    /// <summary>2xx: it must be there.</summary>
    Done,

    /// <summary>4xx: it must not be there.</summary>
    Refused,

    /// <summary>No answer, or "try later": it may be there, once.</summary>
    Unknown,
}

/// <summary>What a client asks for.</summary>
internal enum Wish
{
    Open,
    Configure,
    Tag,
    Untag,
    Close,
    AddLine,
    ChangeLine,
    RemoveLine,
    Detach,
}

/// <summary>One thing that one client asked for, however often it had to ask, and what it was told.</summary>
internal sealed record Operation
{
    public required Wish Wish { get; init; }

    public required Guid Project { get; init; }

    /// <summary>Title, label, or id of the tag or line: how it is found in the log.</summary>
    public required string Marker { get; init; }

    /// <summary>Which assessment, for lines.</summary>
    public string? Kind { get; init; }

    public Outcome Outcome { get; set; }

    public int Status { get; set; }

    /// <summary>The version it was given in the answer.</summary>
    public long? Version { get; set; }

    /// <summary>First sent, last answered.</summary>
    public DateTimeOffset From { get; set; }

    public DateTimeOffset To { get; set; }

    public override string ToString() => $"{Wish} {Marker} of {Project}{(Kind is null ? "" : " " + Kind)}: {Outcome} ({Status}), version {Version}, {From:HH:mm:ss.fff}–{To:HH:mm:ss.fff}";
}

/// <summary>One request as the network saw it, for availability.</summary>
/// <param name="Server">Who was asked.</param>
/// <param name="When">From sent to answered.</param>
/// <param name="Status">0: no answer.</param>
/// <param name="What">Method and path, without ids.</param>
/// <param name="Trouble">Why there was no answer, or what was said instead of one.</param>
internal sealed record Request(Server Server, Span When, int Status, string What, string? Trouble);
