using EcoprodPlatform.Kernel;
using Xunit;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.Accounts.People.Account>;

namespace EcoprodPlatform.Accounts.Tests;

public sealed class AccountSpecs
{
    private static readonly object[] Confirmed = [new AccountOpened(), new AccountConfirmed()];

    [Fact]
    public void Somebody_registers() => Given().When(a => a.Open()).Then(new AccountOpened());

    [Fact]
    public void Registering_again_before_confirming_starts_over() => Given(new AccountOpened()).When(a => a.Open()).Then(new RegistrationRepeated());

    [Fact]
    public void A_confirmed_account_cannot_be_opened_again() => Given(Confirmed).When(a => a.Open()).ThenBreaks("account.already-open");

    [Fact]
    public void The_address_is_confirmed() => Given(new AccountOpened()).When(a => a.Confirm()).Then(new AccountConfirmed());

    [Fact]
    public void Confirming_twice_changes_nothing() => Given(Confirmed).When(a => a.Confirm()).ThenNothing();

    [Fact]
    public void Nobody_can_confirm_what_does_not_exist() => Given().When(a => a.Confirm()).ThenBreaks("account.unknown");

    [Fact]
    public void An_erased_account_stays_erased()
    {
        object[] erased = [.. Confirmed, new AccountErased()];
        Given(erased).When(a => a.Confirm()).ThenBreaks("account.unknown");
        Given(erased).When(a => a.Open()).ThenBreaks("account.already-open");
        Given(erased).When(a => a.Describe()).ThenBreaks("account.unknown");
        Given(erased).When(a => a.Erase()).ThenBreaks("account.unknown");
    }

    [Fact]
    public void A_reset_by_mail_proves_the_address_too()
    {
        Given(new AccountOpened()).When(a => a.ResetPassword()).Then(new AccountConfirmed(), new PasswordChanged(ByMail: true));
        Given(Confirmed).When(a => a.ResetPassword()).Then(new PasswordChanged(ByMail: true));
    }

    [Fact]
    public void An_unconfirmed_account_can_do_nothing_but_be_confirmed_or_erased()
    {
        Given(new AccountOpened()).When(a => a.Describe()).ThenBreaks("account.unknown");
        Given(new AccountOpened()).When(a => a.AddPasskey()).ThenBreaks("account.unknown");
        Given(new AccountOpened()).When(a => a.TurnSecondFactorOn()).ThenBreaks("account.unknown");
        Given(new AccountOpened()).When(a => a.Erase()).Then(new AccountErased());
    }

    [Fact]
    public void The_second_factor_is_turned_on_once_and_off_once()
    {
        Given(Confirmed).When(a => a.TurnSecondFactorOn()).Then(new SecondFactorTurnedOn());
        Given([.. Confirmed, new SecondFactorTurnedOn()]).When(a => a.TurnSecondFactorOn()).ThenBreaks("account.second-factor-on");
        Given([.. Confirmed, new SecondFactorTurnedOn()]).When(a => a.TurnSecondFactorOff()).Then(new SecondFactorTurnedOff());
        Given(Confirmed).When(a => a.TurnSecondFactorOff()).ThenBreaks("account.second-factor-off");
        Given(Confirmed).When(a => a.RenewRecoveryCodes()).ThenBreaks("account.second-factor-off");
    }

    [Fact]
    public void A_second_factor_is_lifted_by_two_members_of_staff_neither_of_whom_it_belongs_to()
    {
        var (person, first, second, now) = (new PersonId(Guid.CreateVersion7()), new PersonId(Guid.CreateVersion7()), new PersonId(Guid.CreateVersion7()), new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        object[] on = [.. Confirmed, new SecondFactorTurnedOn()];
        object[] asked = [.. on, new SecondFactorLiftAsked(first, LiftReason.PhoneLost, now.AddDays(3))];
        Given(on).When(a => [a.AskLift(first, person, LiftReason.PhoneLost, now)]).Then(new SecondFactorLiftAsked(first, LiftReason.PhoneLost, now.AddDays(3)));
        Given(Confirmed).When(a => [a.AskLift(first, person, LiftReason.PhoneLost, now)]).ThenBreaks("account.second-factor-off");
        Given(on).When(a => [a.AskLift(person, person, LiftReason.PhoneLost, now)]).ThenBreaks("account.lift-own");
        Given(asked).When(a => [a.AskLift(second, person, LiftReason.AppLost, now)]).ThenBreaks("account.lift-asked");
        Given(asked).When(a => [a.AskLift(second, person, LiftReason.AppLost, now.AddDays(3))]).Then(new SecondFactorLiftAsked(second, LiftReason.AppLost, now.AddDays(6)));
        Given(on).When(a => a.ConfirmLift(second, person, now)).ThenBreaks("account.no-lift");
        Given(asked).When(a => a.ConfirmLift(first, person, now)).ThenBreaks("account.lift-needs-another");
        Given(asked).When(a => a.ConfirmLift(person, person, now)).ThenBreaks("account.lift-own");
        Given(asked).When(a => a.ConfirmLift(second, person, now.AddDays(3))).ThenBreaks("account.no-lift");
        Given(asked).When(a => a.ConfirmLift(second, person, now)).Then(new SecondFactorLifted(second));
        Given([.. asked, new SecondFactorLifted(second)]).When(a => a.ConfirmLift(second, person, now)).ThenBreaks("account.second-factor-off");
        Given([.. asked, new SecondFactorTurnedOff(), new SecondFactorTurnedOn()]).When(a => a.ConfirmLift(second, person, now)).ThenBreaks("account.no-lift");
    }

    [Fact]
    public void The_staff_role_is_granted_once_and_revoked_once()
    {
        Given(Confirmed).When(a => a.GrantStaffRole()).Then(new StaffRoleGranted());
        Given([.. Confirmed, new StaffRoleGranted()]).When(a => a.GrantStaffRole()).ThenNothing();
        Given([.. Confirmed, new StaffRoleGranted()]).When(a => a.RevokeStaffRole()).Then(new StaffRoleRevoked());
        Given(Confirmed).When(a => a.RevokeStaffRole()).ThenNothing();
    }

    [Theory]
    [InlineData("camille@exemple.fr", "camille@exemple.fr")]
    [InlineData("  Camille.Durand+films@EXEMPLE.fr ", "Camille.Durand+films@exemple.fr")]
    [InlineData("camille@prod\u00e9.fr", "camille@xn--prod-epa.fr")]
    public void An_address_is_kept_as_mail_servers_want_it(string typed, string kept) => Assert.Equal(kept, MailAddresses.Normal(typed));

    [Theory]
    [InlineData("")]
    [InlineData("camille")]
    [InlineData("camille@")]
    [InlineData("@exemple.fr")]
    [InlineData("a@b@exemple.fr")]
    [InlineData("cam ille@exemple.fr")]
    [InlineData("camille@exemple.fr\nBcc: tous@exemple.fr")]
    [InlineData("camille\0@exemple.fr")]
    [InlineData("\"Camille\" <camille@exemple.fr>")]
    [InlineData("camill\u00e9@exemple.fr")]
    [InlineData("camille@exemple..fr")]
    [InlineData("camille@[127.0.0.1]")]
    public void What_no_mail_can_reach_is_no_address(string typed) => Assert.Null(MailAddresses.Normal(typed));

    [Fact]
    public void An_endless_address_is_refused() => Assert.Null(MailAddresses.Normal(new string('a', 10_000) + "@exemple.fr"));
}
