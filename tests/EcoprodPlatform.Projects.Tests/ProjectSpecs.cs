using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Projects.Tests.Samples;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.Projects.Work.Project>;

namespace EcoprodPlatform.Projects.Tests;

public sealed class ProjectSpecs
{
    private static readonly object[] Team = [Opened, Joined(Contributor, Roles.Contributor), Joined(Reader, Roles.Reader)];
    private static readonly object[] ClosedTeam = [.. Team, new StructureTagged(Films.TagId, Films.OrganisationId), new ProjectClosed(new DateOnly(2023, 12, 18))];

    // ----- handing over

    [Fact]
    public void B03_An_offer_changes_nothing_until_it_is_accepted_and_then_the_two_swap_roles()
    {
        var offered = Given(Team).When(p => p.OfferOwnership(Owner, Contributor)).Then(new OwnershipOffered(Contributor));
        offered.RoleOf(Owner).ShouldBe(Roles.Owner);
        offered.OfferOwnership(Owner, Contributor).ShouldBeEmpty("offering twice is one offer");

        var after = Given([.. Team, new OwnershipOffered(Contributor)]).When(p => p.AnswerOffer(Contributor, isAccepted: true)).Then(
            new OwnershipTransferred(Owner, Contributor, Roles.Contributor, 2, null), new OwnershipRoleSettled(Owner, Roles.Contributor), new OwnershipRoleSettled(Contributor, null));
        (after.RoleOf(Contributor), after.RoleOf(Owner), after.RoleOf(Reader), after.OfferedTo).ShouldBe((Roles.Owner, Roles.Contributor, Roles.Reader, null));
        after.May(ProjectAct.Close, Owner).ShouldBeFalse();
    }

    [Fact]
    public void B03_A_closed_project_is_handed_over_too()
        => Given([.. ClosedTeam, new OwnershipOffered(Contributor)]).When(p => p.AnswerOffer(Contributor, isAccepted: true)).Then(
            new OwnershipTransferred(Owner, Contributor, Roles.Contributor, 2, null), new OwnershipRoleSettled(Owner, Roles.Contributor), new OwnershipRoleSettled(Contributor, null))
            .RoleOf(Contributor).ShouldBe(Roles.Owner);

    [Fact]
    public void B03_An_offer_that_is_declined_or_withdrawn_is_gone()
    {
        Given([.. Team, new OwnershipOffered(Contributor)]).When(p => p.AnswerOffer(Contributor, isAccepted: false)).Then(new OwnershipOfferEnded(Contributor));
        Given([.. Team, new OwnershipOffered(Contributor)]).When(p => p.WithdrawOffer(Owner)).Then(new OwnershipOfferEnded(Contributor));
        Given([.. Team, new OwnershipOffered(Contributor), new OwnershipOfferEnded(Contributor)]).When(p => p.AnswerOffer(Contributor, isAccepted: true)).ThenBreaks("project.no-offer");
        Given(Team).When(p => p.WithdrawOffer(Owner)).ThenBreaks("project.no-offer");
    }

    [Fact]
    public void B03_Only_a_contributor_is_offered_a_project_and_one_at_a_time()
    {
        Given(Team).When(p => p.OfferOwnership(Owner, Reader)).ThenBreaks("project.not-a-contributor");
        Given(Team).When(p => p.OfferOwnership(Owner, Stranger)).ThenBreaks("project.not-a-contributor");
        Given(Team).When(p => p.OfferOwnership(Owner, Owner)).ThenBreaks("project.not-a-contributor");
        Given([.. Team, new CollaboratorRoleChanged(Reader, Roles.Contributor), new OwnershipOffered(Contributor)])
            .When(p => p.OfferOwnership(Owner, Reader)).ThenBreaks("project.already-offered");
        Given([.. Team, new CollaboratorRoleChanged(Reader, Roles.Contributor), new OwnershipOffered(Contributor)])
            .When(p => p.AnswerOffer(Reader, isAccepted: true)).ThenBreaks("project.no-offer");
    }

    [Fact]
    public void B03_An_offer_to_somebody_who_leaves_or_only_reads_now_is_gone()
    {
        Given([.. Team, new OwnershipOffered(Contributor), new CollaboratorLeft(Contributor)]).State.OfferedTo.ShouldBeNull();
        Given([.. Team, new OwnershipOffered(Contributor), new CollaboratorRoleChanged(Contributor, Roles.Reader)]).State.OfferedTo.ShouldBeNull();
        Given([.. Team, new OwnershipOffered(Contributor), new CollaboratorLeft(Reader)]).State.OfferedTo.ShouldBe(Contributor);
    }

    [Fact]
    public void B03_Staff_appoint_an_owner_with_a_reason()
    {
        var gone = Given(Team).When(p => p.AppointOwner(Stranger, "account-deleted", isFormerGone: true)).Then(
            new OwnershipTransferred(Owner, Stranger, null, 2, "account-deleted"), new OwnershipRoleSettled(Owner, null), new OwnershipRoleSettled(Stranger, null));
        (gone.RoleOf(Stranger), gone.RoleOf(Owner), gone.Collaborators.Count).ShouldBe((Roles.Owner, null, 2));
        Given(Team).When(p => p.AppointOwner(Reader, "left-the-production", isFormerGone: false)).Then(
            new OwnershipTransferred(Owner, Reader, Roles.Contributor, 2, "left-the-production"), new OwnershipRoleSettled(Owner, Roles.Contributor), new OwnershipRoleSettled(Reader, null));
        Given(Team).When(p => p.AppointOwner(Reader, "because", isFormerGone: false)).ThenBreaks("project.unknown-reason");
        Given(Team).When(p => p.AppointOwner(Owner, "account-deleted", isFormerGone: false)).ThenBreaks("project.already-owner");
        Given().When(p => p.AppointOwner(Owner, "account-deleted", isFormerGone: false)).ThenBreaks("project.unknown");
    }

    // ----- deleting

    [Fact]
    public void B03_What_nobody_else_has_is_deleted_by_its_owner_closed_or_not()
    {
        Given(Opened).When(p => p.Delete(Owner, Now, Gone())).Then(new ProjectDeleted());
        Given(Opened, new ProjectClosed(new DateOnly(2023, 12, 18))).When(p => p.Delete(Owner, Now, Gone())).Then(new ProjectDeleted());
        Given(Team).When(p => p.Delete(Contributor, Now, Gone())).ThenBreaks("project.only-owner-deletes");
        Given(Opened).When(p => p.Delete(Stranger, Now, Gone())).ThenBreaks("project.unknown");
    }

    [Fact]
    public void B03_What_somebody_else_has_is_not_deleted()
    {
        var tagged = new StructureTagged(Films.TagId, Films.OrganisationId);
        Given(Opened, Joined(Reader, Roles.Reader)).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.others-have-it");
        Given(Opened, Joined(Contributor, Roles.Contributor), new OwnershipOffered(Contributor)).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.others-have-it");
        Given(Opened, Invited).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.others-have-it");
        Given(Opened, tagged).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.others-have-it");
        Given(Opened, tagged, new ProjectClosed(new DateOnly(2023, 12, 18))).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.others-have-it");
        Given(Opened, tagged, new StructureUntagged(Films.TagId, Films.OrganisationId)).When(p => p.Delete(Owner, Now, Gone())).Then(new ProjectDeleted());
    }

    [Fact]
    public void B03_An_expired_invitation_and_a_deleted_account_are_nobody()
    {
        Given(Opened, Invited).When(p => p.Delete(Owner, Now.AddDays(15), Gone())).Then(new ProjectDeleted());
        Given(Team).When(p => p.Delete(Owner, Now, Gone(Contributor, Reader))).Then(new ProjectDeleted());
        Given(Team).When(p => p.Delete(Owner, Now, Gone(Reader))).ThenBreaks("project.others-have-it");
    }

    [Fact]
    public void B03_Who_has_it_is_said_by_name_three_at_most_and_the_rest_counted()
    {
        var people = Enumerable.Range(1, 5).Select(i => new PersonId(Id(300 + i))).ToList();
        var names = new KnownNames(
            people.ToDictionary(p => p.Value, p => new Person(p, $"Ana {p.Value.ToByteArray()[0] - 44}", "Silva", "ana@studio.example", "fr")),
            new Dictionary<Guid, OrganisationTag> { [Films.TagId] = Films, [Series.TagId] = Series });
        var project = Given([Opened, Invited, new StructureTagged(Films.TagId, Films.OrganisationId), new StructureTagged(Series.TagId, Series.OrganisationId), .. people.Select(p => Joined(p, Roles.Reader))]).State;
        var told = Should.Throw<RuleBrokenException>(() => project.Delete(Owner, Now, names)).Text;
        told.Fr.ShouldContain("Ana 1 Silva, Ana 2 Silva, Ana 3 Silva et 2 autres y participent ; une invitation attend une réponse ; ECOLOPROD le voit par un tag.");
        told.En.ShouldContain("and 2 others are on it; an invitation waits for an answer; ECOLOPROD sees it by a tag.");
    }

    /// <summary>Whoever had it, or would have it by a link or an act that is under way.</summary>
    [Fact]
    public void B03_A_deleted_project_exists_for_nobody()
    {
        var deleted = Given(Opened, new ProjectDeleted()).State;
        (deleted.RoleOf(Owner), deleted.Exists, deleted.Configuration.Title).ShouldBe((null, false, ""));
        Given(Opened, new ProjectDeleted()).When(p => p.Delete(Owner, Now, Gone())).ThenBreaks("project.unknown");
        Given(Opened, new ProjectDeleted()).When(p => p.Configure(Owner, Documentary)).ThenBreaks("project.unknown");
        Given(Opened, new ProjectDeleted()).When(p => p.Open(Owner, Documentary, Now)).ThenBreaks("project.id-taken");
        Given(Opened, new ProjectDeleted()).When(p => p.AppointOwner(Stranger, "account-deleted", isFormerGone: true)).ThenBreaks("project.unknown");
        Given(Opened, Invited, new ProjectDeleted()).When(p => p.Join(Stranger, AnInvitation, Now)).ThenBreaks("project.unknown-invitation");
        Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId), new ProjectDeleted()).When(p => p.Detach(Films.TagId, Stranger, 9)).ThenNothing();
    }

    // ----- opening and configuring

    [Fact]
    public void A_project_opens_with_its_configuration()
        => Given().When(p => p.Open(Owner, Documentary, Now)).Then(Opened);

    [Fact]
    public void The_configuration_is_stored_tidy()
        => Given().When(p => p.Open(Owner, Documentary with
        {
            Title = "  Documentaire ",
            Budget = 300_000.00m,
            ProductionCompanies = ["Ecolo  Prod", " ", "ECOLO PROD"],
            CoproductionCountries = ["BE", "BE", "BW"],
        }, Now)).Then(new ProjectOpened(Owner, Now, Documentary with { ProductionCompanies = ["Ecolo  Prod"] }));

    [Fact]
    public void A_project_does_not_open_twice() => Given(Opened).When(p => p.Open(Stranger, Documentary, Now)).ThenBreaks("project.already-opened");

    [Fact]
    public void A_wrong_configuration_does_not_open()
        => Given().When(p => p.Open(Owner, Documentary with { DeliveryDate = new DateOnly(2022, 12, 4) }, Now)).ThenBreaks("project.delivery-before-start");

    [Fact]
    public void The_owner_and_a_contributor_configure()
    {
        var next = Documentary with { Title = "Les Marées hautes" };
        Given(Team).When(p => p.Configure(Owner, next)).Then(new ProjectConfigured(next));
        Given(Team).When(p => p.Configure(Contributor, next)).Then(new ProjectConfigured(next));
    }

    [Fact]
    public void Saving_what_is_already_there_records_nothing() => Given(Team).When(p => p.Configure(Owner, Documentary with { Title = " Documentaire" })).ThenNothing();

    [Fact]
    public void A_reader_does_not_configure() => Given(Team).When(p => p.Configure(Reader, Documentary)).ThenBreaks("project.reader-reads").Kind.ShouldBe(RuleKind.Forbidden);

    [Fact]
    public void For_a_stranger_the_project_does_not_exist()
        => Given(Team).When(p => p.Configure(Stranger, Documentary)).ThenBreaks("project.unknown").Kind.ShouldBe(RuleKind.NotFound);

    [Fact]
    public void Nobody_is_on_a_project_that_was_never_opened() => Given().When(p => p.Configure(default, Documentary)).ThenBreaks("project.unknown");

    // ----- tags

    [Fact]
    public void The_owner_tags_a_structure() => Given(Team).When(p => p.Tag(Owner, Films)).Then(new StructureTagged(Films.TagId, Films.OrganisationId));

    [Fact]
    public void Several_tags_of_one_structure_may_be_on_a_project()
        => Given([.. Team, new StructureTagged(Films.TagId, Films.OrganisationId)]).When(p => p.Tag(Owner, Series))
            .Then(new StructureTagged(Series.TagId, Series.OrganisationId));

    [Fact]
    public void A_closed_project_can_still_be_tagged_and_untagged()
    {
        Given(ClosedTeam).When(p => p.Tag(Owner, Series)).Then(new StructureTagged(Series.TagId, Series.OrganisationId));
        Given(ClosedTeam).When(p => p.Untag(Owner, Films.TagId)).Then(new StructureUntagged(Films.TagId, Films.OrganisationId));
    }

    [Fact]
    public void Only_the_owner_tags()
    {
        foreach (var person in new[] { Contributor, Reader })
        {
            Given(Team).When(p => p.Tag(person, Films)).ThenBreaks("project.only-owner-tags").Kind.ShouldBe(RuleKind.Forbidden);
            Given(ClosedTeam).When(p => p.Untag(person, Films.TagId)).ThenBreaks("project.only-owner-tags").Kind.ShouldBe(RuleKind.Forbidden);
        }
    }

    [Fact]
    public void Tagging_twice_is_refused()
        => Given(ClosedTeam).When(p => p.Tag(Owner, Films)).ThenBreaks("project.already-tagged").Kind.ShouldBe(RuleKind.Conflict);

    [Fact]
    public void A_retired_tag_cannot_be_added() => Given(Team).When(p => p.Tag(Owner, Films with { IsUsable = false })).ThenBreaks("project.retired-tag");

    [Fact]
    public void A_tag_that_is_not_there_cannot_be_removed() => Given(Team).When(p => p.Untag(Owner, Films.TagId)).ThenBreaks("project.not-tagged");

    [Fact]
    public void There_is_an_end_to_tags()
        => Given([Opened, .. Enumerable.Range(0, Project.MaxTags).Select(n => new StructureTagged(Id(5000 + n), Films.OrganisationId))])
            .When(p => p.Tag(Owner, Films)).ThenBreaks("project.too-many-tags");

    [Fact]
    public void A_structure_on_the_project_adds_another_of_its_tags()
        => Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId)).When(p => p.AddTag(new TagId(Id(5001)), Films.OrganisationId, Stranger))
            .Then(new StructureTagged(Id(5001), Films.OrganisationId, Stranger));

    [Fact]
    public void A_structure_whose_tags_are_all_gone_adds_nothing()
        => Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId), new StructureUntagged(Films.TagId, Films.OrganisationId))
            .When(p => p.AddTag(new TagId(Id(5001)), Films.OrganisationId, Stranger)).ThenNothing();

    [Fact]
    public void A_tag_that_is_on_already_is_not_added()
        => Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId)).When(p => p.AddTag(Films.TagId, Films.OrganisationId, Stranger)).ThenNothing();

    [Fact]
    public void A_detached_structure_leaves_the_project()
        => Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId)).When(p => p.Detach(Films.TagId, Stranger, taggedAt: 2))
            .Then(new StructureUntagged(Films.TagId, Films.OrganisationId, Stranger));

    [Fact]
    public void A_tagging_newer_than_the_detaching_stays()
        => Given(Opened, new StructureTagged(Films.TagId, Films.OrganisationId), new StructureUntagged(Films.TagId, Films.OrganisationId), new StructureTagged(Films.TagId, Films.OrganisationId))
            .When(p => p.Detach(Films.TagId, Stranger, taggedAt: 2)).ThenNothing();

    [Fact]
    public void Detaching_what_is_gone_does_nothing() => Given(Opened).When(p => p.Detach(Films.TagId, Stranger, taggedAt: 2)).ThenNothing();

    // ----- collaborators

    [Fact]
    public void The_owner_invites()
        => Given(Opened).When(p => p.Invite(Owner, AnInvitation, Roles.Reader, Now)).Then(new CollaboratorInvited(AnInvitation, Roles.Reader, Now, Now.AddDays(14)));

    [Fact]
    public void Nobody_else_invites()
    {
        Given(Team).When(p => p.Invite(Contributor, AnInvitation, Roles.Reader, Now)).ThenBreaks("project.only-owner-invites");
        Given(Team).When(p => p.Invite(Stranger, AnInvitation, Roles.Reader, Now)).ThenBreaks("project.unknown");
    }

    [Fact]
    public void One_is_not_invited_to_be_owner() => Given(Opened).When(p => p.Invite(Owner, AnInvitation, Roles.Owner, Now)).ThenBreaks("project.unknown-role");

    [Fact]
    public void There_is_an_end_to_collaborators()
        => Given([Opened, .. Enumerable.Range(0, Project.MaxCollaborators).Select(n => new CollaboratorJoined(Id(5000 + n), Roles.Reader, Id(9000 + n)))])
            .When(p => p.Invite(Owner, AnInvitation, Roles.Reader, Now)).ThenBreaks("project.too-many-collaborators");

    [Fact]
    public void The_invited_person_joins_with_the_role_of_the_invitation()
        => Given(Opened, Invited).When(p => p.Join(Stranger, AnInvitation, Now.AddDays(14))).Then(new CollaboratorJoined(Stranger, Roles.Reader, AnInvitation));

    [Fact]
    public void After_fourteen_days_it_is_too_late()
        => Given(Opened, Invited).When(p => p.Join(Stranger, AnInvitation, Now.AddDays(14).AddSeconds(1))).ThenBreaks("project.invitation-expired");

    [Fact]
    public void Joining_twice_changes_nothing() => Given(Opened, Invited, new CollaboratorJoined(Stranger, Roles.Reader, AnInvitation)).When(p => p.Join(Stranger, AnInvitation, Now)).ThenNothing();

    [Fact]
    public void The_owner_does_not_join_their_own_project() => Given(Opened, Invited).When(p => p.Join(Owner, AnInvitation, Now)).ThenNothing();

    [Fact]
    public void A_withdrawn_invitation_is_gone()
    {
        Given(Opened, Invited).When(p => p.Withdraw(Owner, AnInvitation)).Then(new InvitationWithdrawn(AnInvitation));
        Given(Opened, Invited, new InvitationWithdrawn(AnInvitation)).When(p => p.Join(Stranger, AnInvitation, Now)).ThenBreaks("project.unknown-invitation");
        Given(Opened, Invited, new InvitationWithdrawn(AnInvitation)).When(p => p.Withdraw(Owner, AnInvitation)).ThenBreaks("project.unknown-invitation");
    }

    [Fact]
    public void An_invitation_can_be_sent_again_but_not_at_once()
    {
        var later = Now.AddDays(20);
        Given(Opened, Invited).When(p => p.Renew(Owner, AnInvitation, later)).Then(new InvitationRenewed(AnInvitation, later, later.AddDays(14)));
        Given(Opened, Invited).When(p => p.Renew(Owner, AnInvitation, Now.AddSeconds(59))).ThenBreaks("project.invitation-just-sent");
        Given(Opened, Invited, new InvitationRenewed(AnInvitation, later, later.AddDays(14))).When(p => p.Join(Stranger, AnInvitation, later.AddDays(13)))
            .Then(new CollaboratorJoined(Stranger, Roles.Reader, AnInvitation));
    }

    [Fact]
    public void The_owner_changes_roles()
    {
        Given(Team).When(p => p.ChangeRole(Owner, Reader, Roles.Contributor)).Then(new CollaboratorRoleChanged(Reader, Roles.Contributor));
        Given(Team).When(p => p.ChangeRole(Owner, Reader, Roles.Reader)).ThenNothing();
        Given(Team).When(p => p.ChangeRole(Contributor, Reader, Roles.Contributor)).ThenBreaks("project.only-owner-invites");
        Given(Team).When(p => p.ChangeRole(Owner, Stranger, Roles.Contributor)).ThenBreaks("project.unknown-collaborator");
        Given(Team).When(p => p.ChangeRole(Owner, Reader, "admin")).ThenBreaks("project.unknown-role");
    }

    [Fact]
    public void A_collaborator_leaves_and_the_owner_removes()
    {
        Given(Team).When(p => p.Leave(Reader, Reader)).Then(new CollaboratorLeft(Reader));
        Given(Team).When(p => p.Leave(Owner, Contributor)).Then(new CollaboratorLeft(Contributor));
        Given(Team).When(p => p.Leave(Contributor, Reader)).ThenBreaks("project.only-owner-invites");
        Given(Team).When(p => p.Leave(Owner, Owner)).ThenBreaks("project.owner-stays");
        Given(Team).When(p => p.Leave(Owner, Stranger)).ThenBreaks("project.unknown-collaborator");
        Given(Team).When(p => p.Leave(Stranger, Stranger)).ThenBreaks("project.unknown-collaborator");
    }

    [Fact]
    public void Who_left_no_longer_sees_the_project()
        => Given([.. Team, new CollaboratorLeft(Contributor)]).When(p => p.Configure(Contributor, Documentary)).ThenBreaks("project.unknown");

    // ----- closing

    [Fact]
    public void Closing_sets_the_finalisation_date_and_ends_invitations()
    {
        var today = new DateOnly(2023, 12, 18);
        var closed = Given(Opened, Invited).When(p => p.Close(Owner, today)).Then(new InvitationWithdrawn(AnInvitation), new ProjectClosed(today));
        closed.FinalisedOn.ShouldBe(today);
        closed.Invitations.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_owner_closes_and_once()
    {
        Given(Team).When(p => p.Close(Contributor, new DateOnly(2023, 12, 18))).ThenBreaks("project.only-owner-closes");
        Given(ClosedTeam).When(p => p.Close(Owner, new DateOnly(2023, 12, 19))).ThenBreaks("project.closed");
    }

    [Fact]
    public void A_closed_project_changes_no_more()
    {
        Given(ClosedTeam).When(p => p.Configure(Owner, Documentary with { Title = "Autre" })).ThenBreaks("project.closed").Kind.ShouldBe(RuleKind.Conflict);
        Given(ClosedTeam).When(p => p.Invite(Owner, AnInvitation, Roles.Reader, Now)).ThenBreaks("project.closed");
        Given(ClosedTeam).When(p => p.ChangeRole(Owner, Reader, Roles.Contributor)).ThenBreaks("project.closed");
        // To stop reading changes nothing of it.
        Given(ClosedTeam).When(p => p.Leave(Reader, Reader)).Then(new CollaboratorLeft(Reader));
    }

    [Fact]
    public void Nobody_edits_a_closed_project()
    {
        var project = Given(ClosedTeam).State;
        project.May(ProjectAct.Configure, Owner).ShouldBeFalse();
        project.May(ProjectAct.Configure, Contributor).ShouldBeFalse();
        Given(Team).State.May(ProjectAct.Configure, Contributor).ShouldBeTrue();
        Given(Team).State.May(ProjectAct.Configure, Reader).ShouldBeFalse();
    }
}
