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
}
