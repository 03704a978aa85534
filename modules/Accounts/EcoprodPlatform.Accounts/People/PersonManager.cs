namespace EcoprodPlatform.Accounts.People;

/// <summary>Identity's user manager, with the injected clock deciding when a lockout ends.</summary>
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
    TimeProvider clock,
    IHttpContextAccessor http)
    : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    private static string? s_nobody;

    /// <summary>Whoever asks has just used a passkey in this session.</summary>
    public bool IsProvedByPasskey => CurrentSession.Of(http.HttpContext) is { IsFreshByPasskey: true };

    public override async Task<bool> IsLockedOutAsync(Person user)
        => await GetLockoutEnabledAsync(user) && await GetLockoutEndDateAsync(user) is { } end && end >= clock.GetUtcNow();

    public override async Task<IdentityResult> AccessFailedAsync(Person user)
    {
        var result = await base.AccessFailedAsync(user);
        // Identity counts from zero again when it locks, and reads the machine's clock to say until when.
        return result.Succeeded && user.AccessFailedCount == 0
            ? await SetLockoutEndDateAsync(user, clock.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan)
            : result;
    }

    /// <summary>The signed-in person, to be changed; a session that outlived its account finds nothing (404).</summary>
    public async Task<Person> FindAsync(Actor actor) => await FindByIdAsync(actor.Id.ToString())
        ?? throw RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe plus.", "This account no longer exists."));

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
