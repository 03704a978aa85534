namespace EcoprodPlatform.Kernel;

/// <summary>
/// Who does something. Only ids are recorded in event logs; names live in Accounts (erasure, docs/decisions/0006).
/// </summary>
/// <param name="Id">Id of the person; empty for the platform itself.</param>
/// <param name="IsStaff">Member of Ecoprod's team.</param>
public sealed record Actor(PersonId Id, bool IsStaff = false)
{
    /// <summary>The platform acting on its own: a reaction, a scheduled job, demo data.</summary>
    public static readonly Actor System = new(default(PersonId));
}
