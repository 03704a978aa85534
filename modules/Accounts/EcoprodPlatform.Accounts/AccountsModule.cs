using EcoprodPlatform.Accounts.Erasure;
using EcoprodPlatform.Accounts.Keys;
using EcoprodPlatform.Accounts.Passkeys;
using EcoprodPlatform.Accounts.Passwords;
using EcoprodPlatform.Accounts.Profile;
using EcoprodPlatform.Accounts.SecondFactor;
using EcoprodPlatform.Accounts.Tokens;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Web.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EcoprodPlatform.Accounts;

/// <summary>
/// Accounts: people, how they sign in, and what they may undo about it. ASP.NET Core Identity does the security work; this
/// module gives it pages, mails, a log without names, and the product's words.
/// </summary>
public sealed class AccountsModule : IEcoprodModule
{
    public string Name => "Accounts";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<AccountsModule, IAccountsStore>(context.ConnectionString, new LogDefinition("accounts", AccountsEvents.Map, [], typeof(AccountsModule).Assembly));
        services.AddPublications<AccountsModule>(Publications.Create());
        services.AddHandlers(typeof(AccountsModule).Assembly);
        AddIdentity(services, context.Configuration);
        services.AddKeys(context.Configuration);

        services.AddSingleton<PeopleQueries>();
        services.AddSingleton<AccountMails>();
        services.AddSingleton<SentMails>();
        services.AddSingleton<SecondFactorAge>();
        services.AddSingleton<LiftList>();
        services.AddHostedService(sp => sp.GetRequiredService<SentMails>());
        services.AddRateLimiter(o => o.AddAttemptLimit(context.Configuration));
        services.AddSingleton<SteadyPace>();
        services.AddSingleton<KnownDevice>();
        services.AddScoped<SignInAttempts>();
        services.AddSingleton<RegistrationAllowance>();
        services.AddSingleton<StartedHere>();
        services.AddJob<SessionSweeper>("accounts:sessions", new("Effacer les sessions terminées", "Delete sessions that have ended"), "23 * * * *", TimeZoneInfo.Utc);
        services.AddSingleton<AccountsDemo>();
        services.AddScoped<PersonChanges>();
        services.AddScoped<IShellContributor, AccountShell>();
    }

    public void MapEndpoints(Routes to)
    {
        Register.Map(to);
        ConfirmAddress.Map(to);
        ResendConfirmation.Map(to);
        SignIn.Map(to);
        SecondStep.Map(to);
        PasskeySignIn.Map(to);
        SignOut.Map(to);
        ForgetPassword.Map(to);
        ResetPassword.Map(to);

        ProveIdentity.Map(to);
        DescribePerson.Map(to);
        SecurityOverview.Map(to);
        ChangeAddress.Map(to);
        ConfirmNewAddress.Map(to);
        ChangePassword.Map(to);
        SecondFactorOverview.Map(to);
        StartSecondFactor.Map(to);
        TurnOnSecondFactor.Map(to);
        RenewRecoveryCodes.Map(to);
        TurnOffSecondFactor.Map(to);
        LiftList.Map(to);
        AskLift.Map(to);
        ConfirmLift.Map(to);
        PasskeyList.Map(to);
        AddPasskey.Map(to);
        RenamePasskey.Map(to);
        RemovePasskey.Map(to);
        SessionList.Map(to);
        CloseSession.Map(to);
        CloseOtherSessions.Map(to);
        EraseAccount.Map(to);

        IssueToken.Map(to);
        RefreshToken.Map(to);
    }

    private static void AddIdentity(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDbContext<AccountsDb>((sp, options) => options
            .UseNpgsql(sp.GetRequiredService<ModuleLog<AccountsModule>>().DataSource)
            .ConfigureWarnings(w => w
                .Log((RelationalEventId.CommandExecuted, LogLevel.Debug))
                // People have no telephone number here, whatever Identity's model says.
                .Ignore(CoreEventId.MappedPropertyIgnoredWarning)));
        // It writes whole addresses, and those of confirmation links hold tokens, which travel in mails and nowhere else.
        services.AddLogging(l => l.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        services.AddSessions(configuration);
        services.AddIdentityCore<Person>(o =>
            {
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                o.User.RequireUniqueEmail = true;
                o.SignIn.RequireConfirmedEmail = true;
                o.Password.RequiredLength = NewPassword.Shortest;
                o.Password.RequiredUniqueChars = NewPassword.Different;
                o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
                o.Tokens.PasswordResetTokenProvider = ShortLivedTokens.Name;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AccountsDb>()
            .AddUserManager<PersonManager>()
            .AddClaimsPrincipalFactory<PersonClaims>()
            .AddSignInManager()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddTokenProvider<ShortLivedTokens>(ShortLivedTokens.Name);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromHours(24));
        // OWASP's figure for PBKDF2 with HMAC-SHA512, which is what Identity uses. Tests take fewer.
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = configuration.GetValue("Accounts:PasswordIterations", 210_000));
        services.AddOptions<IdentityPasskeyOptions>().Configure<SiteAddress>((o, site) =>
        {
            // A passkey belongs to a domain name; on a bare address (a trial on 127.0.0.1) the name used by the browser counts.
            o.ServerDomain = site.Root.HostNameType is UriHostNameType.Dns ? site.Root.Host : null;
        });
    }
}
