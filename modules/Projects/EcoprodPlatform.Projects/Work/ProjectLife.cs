using static EcoprodPlatform.Projects.Work.ProjectAct;
using static EcoprodPlatform.Projects.Work.ProjectState;

namespace EcoprodPlatform.Projects.Work;

/// <summary>Who may do what on a project, and until when. Reading is everybody's who is on it; leaving is everybody's but the owner's.</summary>
internal static class ProjectLife
{
    private static readonly Refusal Frozen = new("project.closed", new(
        "Ce projet est clôturé : seuls ses tags peuvent encore changer.", "This project is closed: only its tags may still change."));

    private static readonly Refusal OnlyReads = new("project.reader-reads", new(
        "Vous avez un accès en lecture : vous ne pouvez pas modifier ce projet.", "You have reading access: you cannot change this project."));

    private static readonly Refusal OnlyOwnerTags = new("project.only-owner-tags", new(
        "Seule la personne propriétaire du projet peut taguer des structures ou retirer leurs tags.",
        "Only the owner of the project may tag organisations or remove their tags."));

    private static readonly Refusal OnlyOwnerInvites = new("project.only-owner-invites", new(
        "Seule la personne propriétaire du projet gère ses collaborations.", "Only the owner of the project manages its collaborators."));

    private static readonly Refusal OnlyOwnerCloses = new("project.only-owner-closes", new(
        "Seule la personne propriétaire du projet peut le clôturer.", "Only the owner of the project may close it."));

    private static readonly Refusal OnlyOwnerHandsOver = new("project.only-owner-hands-over", new(
        "Seule la personne propriétaire du projet peut le transmettre.", "Only the owner of the project may hand it over."));

    private static readonly Refusal OnlyOwnerDeletes = new("project.only-owner-deletes", new(
        "Seule la personne propriétaire du projet peut le supprimer.", "Only the owner of the project may delete it."));

    private static readonly Refusal OnlyContributorsTakeOver = new("project.only-contributors-take-over", new(
        "Un projet se transmet à une personne qui y contribue.", "A project is handed over to one of its contributors."));

    public static Life<ProjectAct, ProjectState> Table { get; } = new(
        new(Configure, [Roles.Owner, Roles.Contributor], [Ongoing], OnlyReads, Frozen),
        new(TagStructures, [Roles.Owner], [Ongoing, Closed], OnlyOwnerTags),
        new(Invite, [Roles.Owner], [Ongoing], OnlyOwnerInvites, Frozen),
        new(ChangeRoles, [Roles.Owner], [Ongoing], OnlyOwnerInvites, Frozen),
        new(WithdrawInvitations, [Roles.Owner], [Ongoing, Closed], OnlyOwnerInvites),
        new(RemovePeople, [Roles.Owner], [Ongoing, Closed], OnlyOwnerInvites),
        new(Close, [Roles.Owner], [Ongoing], OnlyOwnerCloses, Frozen),
        new(HandOver, [Roles.Owner], [Ongoing, Closed], OnlyOwnerHandsOver),
        new(TakeOver, [Roles.Contributor], [Ongoing, Closed], OnlyContributorsTakeOver),
        // Closing fixes the figures for those who rely on them; where nobody else has the project, that is its owner alone.
        new(Delete, [Roles.Owner], [Ongoing, Closed], OnlyOwnerDeletes));

    /// <summary>A closed project takes nobody in, whoever they are.</summary>
    public static RuleBrokenException IsFrozen() => RuleBrokenException.Conflict(Frozen.Code, Frozen.Text);
}
