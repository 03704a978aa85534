using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Projects.Tests.Samples;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>The table of a project's life is what the decisions do and what pages offer, for every act, role and state.</summary>
public sealed class ProjectLifeTests
{
    private static readonly InvitationId Waiting = new(Id(51));

    private static readonly ProjectEvent[] Team =
    [
        Opened, Joined(Contributor, Roles.Contributor), Joined(Reader, Roles.Reader), new StructureTagged(Films.TagId, Films.OrganisationId),
        new CollaboratorInvited(Waiting, Roles.Reader, Now, Now.AddDays(14)), new OwnershipOffered(Contributor),
    ];

    public static TheoryData<ProjectAct, PersonId, bool> All
    {
        get
        {
            var all = new TheoryData<ProjectAct, PersonId, bool>();
            foreach (var act in Enum.GetValues<ProjectAct>())
            {
                foreach (var person in (PersonId[])[Owner, Contributor, Reader])
                {
                    all.Add(act, person, false);
                    all.Add(act, person, true);
                }
            }

            return all;
        }
    }

    private static Project After(bool isClosed)
        => (isClosed ? [.. Team, new ProjectClosed(new DateOnly(2023, 12, 18))] : Team).Aggregate(Project.Empty, (state, e) => state.Apply(e));

    private static ProjectEvent[] Decide(Project project, ProjectAct act, PersonId by) => act switch
    {
        ProjectAct.Configure => project.Configure(by, Documentary with { Title = "Autre" }),
        ProjectAct.TagStructures => project.Tag(by, Series),
        ProjectAct.Invite => project.Invite(by, AnInvitation, Roles.Reader, Now),
        ProjectAct.ChangeRoles => project.ChangeRole(by, Reader, Roles.Contributor),
        ProjectAct.WithdrawInvitations => project.Withdraw(by, Waiting),
        ProjectAct.RemovePeople => project.Leave(by, by == Reader ? Contributor : Reader),
        ProjectAct.Close => project.Close(by, new DateOnly(2023, 12, 19)),
        ProjectAct.HandOver => [.. project.WithdrawOffer(by), .. project.Apply(new OwnershipOfferEnded(Contributor)).OfferOwnership(by, Contributor)],
        ProjectAct.Delete => project.Apply(new StructureUntagged(Films.TagId, Films.OrganisationId)).Delete(by, Now.AddDays(15), Gone(Contributor, Reader)),
        ProjectAct.TakeOver => [.. project.AnswerOffer(by, isAccepted: true), .. project.AnswerOffer(by, isAccepted: false)],
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void The_decision_does_what_the_table_says(ProjectAct act, PersonId person, bool isClosed)
    {
        var project = After(isClosed);
        var refusal = ProjectLife.Table.WhyNot(act, project.RoleOf(person), project.State);
        ProjectLife.Table.Of(project.RoleOf(person), project.State).Contains(act).ShouldBe(refusal is null);

        if (refusal is null)
        {
            Decide(project, act, person).ShouldNotBeEmpty();
        }
        else
        {
            Should.Throw<RuleBrokenException>(() => Decide(project, act, person)).Code.ShouldBe(refusal.Code);
        }
    }

    [Fact]
    public void A_closed_project_is_closed() => After(isClosed: true).State.ShouldBe(ProjectState.Closed);

    [Fact]
    public void An_act_that_nobody_spoke_of_keeps_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => new Life<ProjectAct, ProjectState>()).Message.ShouldContain("Nobody says who may Configure");

    /// <summary>For a stranger the project does not exist, whatever they want of it.</summary>
    [Fact]
    public void A_stranger_may_nothing() => ProjectLife.Table.Of(null, ProjectState.Ongoing).ShouldBeEmpty();
}
