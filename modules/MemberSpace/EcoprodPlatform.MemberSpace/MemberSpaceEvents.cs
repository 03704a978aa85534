namespace EcoprodPlatform.MemberSpace;

/// <summary>Stored names of this module's events. A type may be renamed, a stored name may not.</summary>
internal static class MemberSpaceEvents
{
    public static EventMap Map { get; } = EventMap.Create(map => map
        .Event<OrganisationRegistered>("organisation-registered.v1")
        .Event<OrganisationRenamed>("organisation-renamed.v1")
        .Event<MembershipChanged>("membership-changed.v1")
        .Event<SpaceOpened>("space-opened.v1")
        .Event<TagOpened>("tag-opened.v1")
        .Event<TagRenamed>("tag-renamed.v1")
        .Event<TagStructureRenamed>("tag-structure-renamed.v1")
        .Event<TagRetired>("tag-retired.v1")
        .Event<AdministratorAdded>("administrator-added.v1")
        .Event<AdministratorRemoved>("administrator-removed.v1")
        .Event<KeyIssued>("key-issued.v1")
        .Event<KeyRevoked>("key-revoked.v1")
        .Event<AdministratorInvited>("administrator-invited.v1")
        .Event<InvitationEnded>("invitation-ended.v1")
        .Event<GraceGiven>("grace-given.v1")
        .Event<TagWithdrawn>("tag-withdrawn.v1")
        .Event<SpaceClosed>("space-closed.v1")
        .Event<SpaceRequested>("space-requested.v1")
        .Event<RequestQuestioned>("request-questioned.v1")
        .Event<RequestAnswered>("request-answered.v1")
        .Event<RequestApproved>("request-approved.v1")
        .Event<RequestRefused>("request-refused.v1")
        .Event<RequestWithdrawn>("request-withdrawn.v1")
        .Event<ProjectDescribed>("project-described.v1")
        .Event<AssessmentMeasured>("assessment-measured.v1")
        .Event<StructureTagged>("structure-tagged.v1")
        .Event<StructureUntagged>("structure-untagged.v1")
        .Event<StructureDetached>("structure-detached.v1")
        .Event<ProjectDeleted>("project-deleted.v1")
        .Event<LinesTold>("lines-told.v1")
        .Event<LinesForgotten>("lines-forgotten.v1")
        .Event<RateGiven>("rate-given.v1")
        .Event<RateWithdrawn>("rate-withdrawn.v1"));
}
