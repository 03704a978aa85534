namespace EcoprodPlatform.Projects.Configuration;

/// <summary>A project as programs send it.</summary>
internal sealed record ProjectBody : ProjectConfiguration
{
    /// <summary>Only to create: a UUID version 7 of the caller's, which makes the call repeatable.</summary>
    public Guid? Id { get; init; }
}
