namespace EcoprodPlatform.Projects;

/// <summary>Stored names of the module's events. A type may be renamed, a stored name may not.</summary>
internal static class ProjectsEvents
{
    public static readonly EventMap Map = EventMap.Create(events => events
        .Event<ProjectOpened>("project-opened.v1")
        .Event<ProjectConfigured>("project-configured.v1")
        .Event<StructureTagged>("structure-tagged.v1")
        .Event<StructureUntagged>("structure-untagged.v1")
        .Event<CollaboratorInvited>("collaborator-invited.v1")
        .Event<InvitationRenewed>("invitation-renewed.v1")
        .Event<InvitationWithdrawn>("invitation-withdrawn.v1")
        .Event<CollaboratorJoined>("collaborator-joined.v1")
        .Event<CollaboratorRoleChanged>("collaborator-role-changed.v1")
        .Event<CollaboratorLeft>("collaborator-left.v1")
        .Event<ProjectClosed>("project-closed.v1")
        .Event<OwnershipOffered>("ownership-offered.v1")
        .Event<OwnershipOfferEnded>("ownership-offer-ended.v1")
        .Event<OwnershipTransferred>("ownership-transferred.v1")
        .Event<OwnershipRoleSettled>("ownership-role-settled.v1")
        .Event<ProjectDeleted>("project-deleted.v1"));
}
