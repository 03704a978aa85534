namespace EcoprodPlatform.Projects.Work;

/// <summary>What can be done to a project (<see cref="ProjectLife"/>).</summary>
public enum ProjectAct
{
    Configure,
    TagStructures,
    Invite,
    ChangeRoles,
    WithdrawInvitations,
    RemovePeople,
    Close,

    /// <summary>Offering the project to a contributor, and taking the offer back.</summary>
    HandOver,

    /// <summary>Accepting or declining what was offered to oneself.</summary>
    TakeOver,

    Delete,
}
