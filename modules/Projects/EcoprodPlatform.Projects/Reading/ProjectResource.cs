namespace EcoprodPlatform.Projects.Reading;

/// <summary>A project as programs read it: its configuration and what has become of it. Codes, not names, except where the name says so.</summary>
internal sealed record ProjectResource : ProjectConfiguration
{
    public ProjectResource(ProjectConfiguration configuration)
        : base(configuration)
    {
    }

    public required Guid Id { get; init; }

    /// <summary>Version of the project; also the ETag.</summary>
    public required long Version { get; init; }

    public required PersonResource Owner { get; init; }

    /// <summary>What the caller is on it: owner, contributor or reader.</summary>
    public required string Role { get; init; }

    /// <summary>open or closed.</summary>
    public required string Status { get; init; }

    /// <summary>Day of closing.</summary>
    public DateOnly? FinalisedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Newest change of its data, here or in its assessments (PR-19).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public required IReadOnlyList<TagResource> Tags { get; init; }

    public required int Collaborators { get; init; }

    /// <summary>Existing assessments, measured.</summary>
    public required IReadOnlyList<ProjectAssessmentResource> Assessments { get; init; }

    /// <summary>The final assessment's total, else the provisional one's (T7); null when nothing was measured.</summary>
    public ProjectAssessmentResource? Total { get; init; }
}

/// <summary>A person; no name once their account is deleted.</summary>
internal sealed record PersonResource(Guid Id, string? Name);

/// <summary>A partner organisation's tag.</summary>
/// <param name="IsUsable">False once its organisation retired it: it stays where it is, nobody can add it.</param>
public sealed record TagResource(Guid TagId, string Name, Guid OrganisationId, string OrganisationName, bool IsUsable);

/// <summary>The result of one assessment.</summary>
/// <param name="Kind">provisional or final.</param>
/// <param name="TotalKg">Kilograms of CO2e, exact.</param>
internal sealed record ProjectAssessmentResource(string Kind, decimal TotalKg, int Lines, DateTimeOffset MeasuredAt);
