namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// The life of one account, as the log tells it: what happened and when, never who it is. The stream's id is the person's.
/// What may happen when is decided here; names, addresses, secrets and their checks belong to Identity.
/// </summary>
internal sealed record Account(AccountStage Stage, bool IsStaff, bool HasSecondFactor, SecondFactorLiftAsked? Lift = null) : IAggregate<Account, AccountEvent>
{
    /// <summary>How long a member of staff may take to confirm what another has asked.</summary>
    public static readonly TimeSpan LiftWaits = TimeSpan.FromDays(3);

    public static string StreamType => "account";

    public static Account Empty { get; } = new(AccountStage.None, false, false);

    public Account Apply(AccountEvent @event) => @event switch
    {
        AccountOpened => this with { Stage = AccountStage.Unconfirmed },
        AccountConfirmed => this with { Stage = AccountStage.Confirmed },
        SecondFactorTurnedOn => this with { HasSecondFactor = true },
        SecondFactorTurnedOff => this with { HasSecondFactor = false, Lift = null },
        SecondFactorLiftAsked asked => this with { Lift = asked },
        SecondFactorLifted => this with { HasSecondFactor = false, Lift = null },
        StaffRoleGranted => this with { IsStaff = true },
        StaffRoleRevoked => this with { IsStaff = false },
        AccountErased => new Account(AccountStage.Erased, false, false),
        RegistrationRepeated or PersonChanged or AddressChanged or PasswordChanged or RecoveryCodesRenewed or PasskeyAdded or PasskeyRemoved => this,
        _ => throw new UnreadableEventException($"An account does not know {@event.GetType().Name}."),
    };

    /// <summary>Somebody registers. Again with an address nobody has confirmed: the latest wins, the earlier may be a stranger's.</summary>
    public IEnumerable<AccountEvent> Open() => Stage switch
    {
        AccountStage.None => [new AccountOpened()],
        AccountStage.Unconfirmed => [new RegistrationRepeated()],
        _ => throw RuleBrokenException.Conflict("account.already-open", new Text("Ce compte existe déjà.", "This account already exists.")),
    };

    /// <summary>The address was proved to be theirs. A second time changes nothing.</summary>
    public IEnumerable<AccountEvent> Confirm() => Stage switch
    {
        AccountStage.Unconfirmed => [new AccountConfirmed()],
        AccountStage.Confirmed => [],
        _ => throw Gone(),
    };

    public IEnumerable<AccountEvent> Describe() => WhenConfirmed(new PersonChanged());

    public IEnumerable<AccountEvent> ChangeAddress() => WhenConfirmed(new AddressChanged());

    public IEnumerable<AccountEvent> ChangePassword() => WhenConfirmed(new PasswordChanged(ByMail: false));

    /// <summary>A new password by a link in a mail, which proves the address too.</summary>
    public IEnumerable<AccountEvent> ResetPassword() => [.. Confirm(), new PasswordChanged(ByMail: true)];

    public IEnumerable<AccountEvent> TurnSecondFactorOn() => HasSecondFactor
        ? throw RuleBrokenException.Conflict("account.second-factor-on", new Text("La double authentification est déjà active.", "Two-step sign-in is already on."))
        : WhenConfirmed(new SecondFactorTurnedOn());

    public IEnumerable<AccountEvent> TurnSecondFactorOff()
    {
        NeedsSecondFactor();
        return WhenConfirmed(new SecondFactorTurnedOff());
    }

    public IEnumerable<AccountEvent> RenewRecoveryCodes()
    {
        NeedsSecondFactor();
        return WhenConfirmed(new RecoveryCodesRenewed());
    }

    /// <summary>A member of staff asks that the second factor of somebody else be lifted.</summary>
    public SecondFactorLiftAsked AskLift(PersonId by, PersonId person, LiftReason reason, DateTimeOffset now)
    {
        NeedsSecondFactor();
        NeedsSomebodyElse(by, person);
        return Lift is { } lift && lift.Until > now
            ? throw RuleBrokenException.Conflict("account.lift-asked", new Text("C’est déjà demandé : une autre personne de l’équipe doit le confirmer.", "This is asked already: another member of the team must confirm it."))
            : new SecondFactorLiftAsked(by, reason, now + LiftWaits);
    }

    /// <summary>Another member of staff agrees.</summary>
    public IEnumerable<AccountEvent> ConfirmLift(PersonId by, PersonId person, DateTimeOffset now)
    {
        NeedsSecondFactor();
        NeedsSomebodyElse(by, person);
        if (Lift is not { } lift || lift.Until <= now)
        {
            throw RuleBrokenException.Conflict("account.no-lift", new Text("Rien n’est demandé pour ce compte, ou la demande a expiré.", "Nothing is asked for this account, or the request has lapsed."));
        }

        return lift.AskedBy != by.Value
            ? WhenConfirmed(new SecondFactorLifted(by))
            : throw RuleBrokenException.Conflict("account.lift-needs-another", new Text("C’est vous qui l’avez demandé : une autre personne de l’équipe doit le confirmer.", "You asked for it: another member of the team must confirm it."));
    }

    public IEnumerable<AccountEvent> AddPasskey() => WhenConfirmed(new PasskeyAdded());

    public IEnumerable<AccountEvent> RemovePasskey() => WhenConfirmed(new PasskeyRemoved());

    public IEnumerable<AccountEvent> GrantStaffRole() => IsStaff ? [] : WhenConfirmed(new StaffRoleGranted());

    public IEnumerable<AccountEvent> RevokeStaffRole() => IsStaff ? WhenConfirmed(new StaffRoleRevoked()) : [];

    /// <summary>The person leaves; the id stays in the history of what they did.</summary>
    public IEnumerable<AccountEvent> Erase() => Stage is AccountStage.Unconfirmed or AccountStage.Confirmed ? [new AccountErased()] : throw Gone();

    private AccountEvent[] WhenConfirmed(AccountEvent @event) => Stage is AccountStage.Confirmed ? [@event] : throw Gone();

    private void NeedsSecondFactor()
    {
        if (!HasSecondFactor)
        {
            throw RuleBrokenException.Conflict("account.second-factor-off", new Text("La double authentification n’est pas active.", "Two-step sign-in is not on."));
        }
    }

    private static void NeedsSomebodyElse(PersonId by, PersonId person)
    {
        if (by == person)
        {
            throw RuleBrokenException.Conflict("account.lift-own", new Text("C’est votre propre compte : deux autres personnes de l’équipe doivent s’en charger.", "This is your own account: two other members of the team must do it."));
        }
    }

    private static RuleBrokenException Gone()
        => RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe pas ou n’est pas confirmé.", "This account does not exist or is not confirmed."));
}

/// <summary>How far an account has come.</summary>
internal enum AccountStage
{
    None,
    Unconfirmed,
    Confirmed,
    Erased,
}

/// <summary>Why a second factor is lifted. Stored names: one may be added, none renamed.</summary>
internal enum LiftReason
{
    /// <summary>Lost, stolen or broken.</summary>
    PhoneLost,

    /// <summary>The app, or its key, was erased.</summary>
    AppLost,

    /// <summary>It was never the owner's.</summary>
    TurnedOnByAnother,
}

/// <summary>What happened to an account.</summary>
internal abstract record AccountEvent;

/// <summary>Somebody registered.</summary>
internal sealed record AccountOpened : AccountEvent;

/// <summary>Somebody registered again with an address that nobody had confirmed: name and password are the new ones.</summary>
internal sealed record RegistrationRepeated : AccountEvent;

/// <summary>The address was confirmed: the account can be used, and other modules may know the person.</summary>
internal sealed record AccountConfirmed : AccountEvent;

/// <summary>Name or language changed.</summary>
internal sealed record PersonChanged : AccountEvent;

/// <summary>The e-mail address changed; the new one is confirmed.</summary>
internal sealed record AddressChanged : AccountEvent;

/// <summary>The password changed.</summary>
/// <param name="ByMail">By the link of a "forgotten password" mail, not by the old password.</param>
internal sealed record PasswordChanged(bool ByMail) : AccountEvent;

/// <summary>Signing in now asks for a code of an authenticator app.</summary>
internal sealed record SecondFactorTurnedOn : AccountEvent;

/// <summary>Signing in no longer asks for a code.</summary>
internal sealed record SecondFactorTurnedOff : AccountEvent;

/// <summary>A member of staff asked that the second factor be lifted, which nobody may do alone.</summary>
/// <param name="AskedBy">Id of the member of staff.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When the request lapses if nobody confirms it.</param>
internal sealed record SecondFactorLiftAsked(Guid AskedBy, LiftReason Reason, DateTimeOffset Until) : AccountEvent;

/// <summary>Another member of staff confirmed it: signing in no longer asks for a code.</summary>
/// <param name="ConfirmedBy">Id of the other member of staff.</param>
internal sealed record SecondFactorLifted(Guid ConfirmedBy) : AccountEvent;

/// <summary>New recovery codes; the earlier ones are void.</summary>
internal sealed record RecoveryCodesRenewed : AccountEvent;

/// <summary>A passkey was added.</summary>
internal sealed record PasskeyAdded : AccountEvent;

/// <summary>A passkey was removed.</summary>
internal sealed record PasskeyRemoved : AccountEvent;

/// <summary>The person joined Ecoprod's team.</summary>
internal sealed record StaffRoleGranted : AccountEvent;

/// <summary>The person left Ecoprod's team.</summary>
internal sealed record StaffRoleRevoked : AccountEvent;

/// <summary>The account was deleted: every name is gone, the id stays.</summary>
internal sealed record AccountErased : AccountEvent;
