using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.MemberSpace.Organisations.Organisation>;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>What a structure may and may not do.</summary>
public sealed class OrganisationSpecs
{
    private static readonly DateOnly Today = new(2026, 3, 31);
    private static readonly TagId Tag = new(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
    private static readonly TagId Other = new(Guid.Parse("00000000-0000-7000-8000-0000000000a2"));
    private static readonly PersonId Camille = new(Guid.Parse("00000000-0000-7000-8000-0000000000c1"));
    private static readonly PersonId Sacha = new(Guid.Parse("00000000-0000-7000-8000-0000000000c2"));

    private static readonly object Registered = new OrganisationRegistered("ECOLOPROD");
    private static readonly object PaidUp = new MembershipChanged(true, Today);
    private static readonly object[] Open = [Registered, PaidUp, new SpaceOpened()];

    [Fact]
    public void A_member_is_registered_with_its_fee() => Given()
        .When(o => o.Register(" ECOLOPROD ", new Membership(true, Today)))
        .Then(Registered, PaidUp);

    [Fact]
    public void A_non_member_is_registered_too() => Given().When(o => o.Register("ECOLOPROD", Membership.None)).Then(Registered);

    [Theory]
    [InlineData("", "organisation.name-required")]
    [InlineData(" \u200B\u00A0", "organisation.name-required")]
    [InlineData("a\0b", "name.unreadable")]
    [InlineData("a\u202Eb", "name.unreadable")]
    [InlineData("a\ud800b", "name.unreadable")]
    public void A_name_must_be_one(string name, string code) => Given().When(o => o.Register(name, Membership.None)).ThenBreaks(code);

    [Fact]
    public void A_name_of_10000_characters_is_refused() => Given().When(o => o.Register(new string('x', 10_000), Membership.None)).ThenBreaks("name.too-long");

    [Theory]
    [InlineData("<b>Studio</b> & fils")]
    [InlineData("🎬 Prod")]
    [InlineData("استوديو")]
    public void Any_visible_name_is_kept_as_it_is(string name) => Given().When(o => o.Register(name, Membership.None)).Then(new OrganisationRegistered(name));

    [Fact]
    public void The_last_day_paid_still_counts() => Given(Registered, PaidUp).When(o => o.OpenSpace(Today)).Then(new SpaceOpened());

    [Fact]
    public void A_structure_that_is_not_a_member_gets_no_space() => Given(Registered).When(o => o.OpenSpace(Today)).ThenBreaks("space.members-only")
        .Text.Fr.ShouldContain("réservés aux structures adhérentes");

    [Fact]
    public void A_lapsed_member_gets_no_space_and_learns_since_when() => Given(Registered, PaidUp).When(o => o.OpenSpace(Today.AddDays(1))).ThenBreaks("space.fee-not-paid")
        .Text.Fr.ShouldContain("31/03/2026");

    [Fact]
    public void A_member_who_never_paid_gets_no_space() => Given(Registered, new MembershipChanged(true, null)).When(o => o.OpenSpace(Today)).ThenBreaks("space.fee-not-paid");

    [Fact]
    public void There_is_one_space_per_structure() => Given(Open).When(o => o.OpenSpace(Today)).ThenBreaks("space.already-open");

    [Fact]
    public void A_tag_is_opened_in_the_space() => Given(Open).When(o => o.OpenTag(Tag, "ECOLOPROD Films", Today)).Then(new TagOpened(Tag, "ECOLOPROD Films"));

    [Fact]
    public void Without_a_space_there_is_no_tag() => Given(Registered, PaidUp).When(o => o.OpenTag(Tag, "X", Today)).ThenBreaks("organisation.space-not-open");

    [Fact]
    public void After_the_lapse_the_space_gets_no_new_tag() => Given(Open).When(o => o.OpenTag(Tag, "X", Today.AddDays(1))).ThenBreaks("space.fee-not-paid");

    [Fact]
    public void After_the_lapse_what_exists_can_still_be_corrected() => Given([.. Open, new TagOpened(Tag, "X"), new MembershipChanged(false, null)])
        .When(o => o.RenameTag(Tag, "Y")).Then(new TagRenamed(Tag, "Y"));

    [Fact]
    public void A_tag_is_retired_once() => Given([.. Open, new TagOpened(Tag, "X"), new TagRetired(Tag)]).When(o => o.RetireTag(Tag)).ThenNothing();

    [Fact]
    public void Another_structures_tag_is_unknown() => Given(Open).When(o => o.RenameTag(Other, "Y")).ThenBreaks("tag.unknown");

    [Fact]
    public void Renaming_tells_every_tag_apart() => Given([.. Open, new TagOpened(Tag, "X"), new TagOpened(Other, "Y")])
        .When(o => o.Rename("ECOLOPROD Groupe"))
        .Then(new OrganisationRenamed("ECOLOPROD Groupe"), new TagStructureRenamed(Tag, "ECOLOPROD Groupe"), new TagStructureRenamed(Other, "ECOLOPROD Groupe"));

    [Fact]
    public void The_same_name_again_changes_nothing() => Given(Open).When(o => o.Rename("ECOLOPROD")).ThenNothing();

    [Fact]
    public void The_same_membership_again_changes_nothing() => Given(Open).When(o => o.ChangeMembership(new Membership(true, Today))).ThenNothing();

    [Fact]
    public void An_administrator_is_added_once() => Given([.. Open, new AdministratorAdded(Camille)]).When(o => o.AddAdministrator(Camille)).ThenBreaks("administrator.already");

    [Fact]
    public void Without_a_space_there_is_nothing_to_administer() => Given(Registered).When(o => o.AddAdministrator(Camille)).ThenBreaks("organisation.space-not-open");

    [Fact]
    public void One_of_two_administrators_leaves_without_more_ado() => Given([.. Open, new AdministratorAdded(Camille), new AdministratorAdded(Sacha)])
        .When(o => o.RemoveAdministrator(Camille, null)).Then(new AdministratorRemoved(Camille));

    [Fact]
    public void The_last_administrator_does_not_vanish_silently() => Given([.. Open, new AdministratorAdded(Camille)])
        .When(o => o.RemoveAdministrator(Camille, "oui")).ThenBreaks("administrator.last");

    [Fact]
    public void The_last_administrator_leaves_when_the_structures_name_is_written() => Given([.. Open, new AdministratorAdded(Camille)])
        .When(o => o.RemoveAdministrator(Camille, " écoloprod ")).Then(new AdministratorRemoved(Camille));

    [Fact]
    public void A_deleted_account_administers_nothing() => Given([.. Open, new AdministratorAdded(Camille)])
        .When(o => o.ForgetAdministrator(Camille)).Then(new AdministratorRemoved(Camille));

    [Fact]
    public void Nothing_can_be_done_to_a_structure_that_does_not_exist()
    {
        Given().When(o => o.OpenSpace(Today)).ThenBreaks("organisation.unknown");
        Given().When(o => o.Rename("X")).ThenBreaks("organisation.unknown");
        Given().When(o => o.ChangeMembership(Membership.None)).ThenBreaks("organisation.unknown");
        Given().When(o => o.OpenTag(Tag, "X", Today)).ThenBreaks("organisation.unknown");
        Given().When(o => o.AddAdministrator(Camille)).ThenBreaks("organisation.unknown");
    }
}
