namespace EcoprodPlatform.Projects.Work;

/// <summary>Where a project is in its life.</summary>
internal enum ProjectState
{
    Ongoing,
    Closed,
}
