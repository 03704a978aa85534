namespace EcoprodPlatform.Accounts;

/// <summary>Stored names of the module's events. A type may be renamed, a stored name may not.</summary>
internal static class AccountsEvents
{
    public static readonly EventMap Map = EventMap.Create(events => events
        .Event<AccountOpened>("account-opened.v1")
        .Event<RegistrationRepeated>("registration-repeated.v1")
        .Event<AccountConfirmed>("account-confirmed.v1")
        .Event<PersonChanged>("person-changed.v1")
        .Event<AddressChanged>("address-changed.v1")
        .Event<PasswordChanged>("password-changed.v1")
        .Event<SecondFactorTurnedOn>("second-factor-turned-on.v1")
        .Event<SecondFactorTurnedOff>("second-factor-turned-off.v1")
        .Event<SecondFactorLiftAsked>("second-factor-lift-asked.v1")
        .Event<SecondFactorLifted>("second-factor-lifted.v1")
        .Event<RecoveryCodesRenewed>("recovery-codes-renewed.v1")
        .Event<PasskeyAdded>("passkey-added.v1")
        .Event<PasskeyRemoved>("passkey-removed.v1")
        .Event<StaffRoleGranted>("staff-role-granted.v1")
        .Event<StaffRoleRevoked>("staff-role-revoked.v1")
        .Event<AccountErased>("account-erased.v1"));
}
