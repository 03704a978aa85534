namespace EcoprodPlatform.Kernel;

/// <summary>What kind of no a broken rule is; decides the HTTP status.</summary>
public enum RuleKind
{
    /// <summary>The input cannot be accepted (422).</summary>
    Invalid,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,

    /// <summary>Unknown to this caller (404).</summary>
    NotFound,

    /// <summary>The state does not allow it, or it changed meanwhile (409).</summary>
    Conflict,

    /// <summary>Too much of it in a short time: later (429).</summary>
    TooMany,

    /// <summary>Something that the host needs for it is away (503).</summary>
    Unavailable,
}
