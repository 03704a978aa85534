namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// Identity's user manager. Instead of locking an account it slows down whoever guesses (<see cref="SignInAttempts"/>): to Identity an account is
/// locked where no further try is allowed.
/// </summary>
internal sealed class PersonManager(
    IUserStore<Person> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Person> hasher,
    IEnumerable<IUserValidator<Person>> userValidators,
    IEnumerable<IPasswordValidator<Person>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<PersonManager> logger,
    SignInAttempts attempts,
    IHttpContextAccessor http)
    : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    private static string? s_nobody;

    /// <summary>Whoever asks has just used a passkey in this session.</summary>
    public bool IsProvedByPasskey => CurrentSession.Of(http.HttpContext) is { IsFreshByPasskey: true };

    public override async Task<bool> IsLockedOutAsync(Person user) => !await attempts.MayTryAsync(user.Id);

    /// <summary>The try was counted when it began.</summary>
    public override Task<IdentityResult> AccessFailedAsync(Person user) => Task.FromResult(IdentityResult.Success);

    public override async Task<IdentityResult> ResetAccessFailedCountAsync(Person user)
    {
        await attempts.ForgiveAsync(user.Id);
        return IdentityResult.Success;
    }

    /// <summary>The signed-in person, to be changed; a session that outlived its account finds nothing (404).</summary>
    public async Task<Person> FindAsync(Actor actor) => await FindByIdAsync(actor.Id.ToString())
        ?? throw RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe plus.", "This account no longer exists."));

    /// <summary>Signing in no longer asks for a code; the app's key and the recovery codes are worth nothing, and every session but a refreshed one ends.</summary>
    public async Task TurnSecondFactorOffAsync(Person person)
    {
        (await SetTwoFactorEnabledAsync(person, false)).OrThrow();
        (await ResetAuthenticatorKeyAsync(person)).OrThrow();
        await GenerateNewTwoFactorRecoveryCodesAsync(person, 0);
    }

    /// <summary>
    /// Takes the time of checking a password, for an account that does not exist or may not be asked: how long an answer
    /// takes must not tell which addresses have an account.
    /// </summary>
    public void PretendToCheck(string password)
    {
        s_nobody ??= PasswordHasher.HashPassword(new Person(), "the password of nobody");
        PasswordHasher.VerifyHashedPassword(new Person(), s_nobody, password);
    }
}
