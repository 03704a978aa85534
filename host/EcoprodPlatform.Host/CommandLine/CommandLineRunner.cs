using EcoprodPlatform.Accounts.People;
using System.Diagnostics.CodeAnalysis;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Host.Demo;
using EcoprodPlatform.Host.Embedded;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary>
/// The program's words: no word serves; <c>migrate</c>, <c>migrate show</c>, <c>demo</c>, <c>staff EMAIL</c>, <c>rebuild MODULE PROJECTION</c>,
/// <c>projection …</c>, <c>archive …</c>,
/// <c>relay status</c>, <c>relay replay [REACTION [MESSAGE]]</c>, <c>relay drop REACTION MESSAGE</c>. Settings may follow as <c>--Key=value</c>.
/// </summary>
internal static class CommandLineRunner
{
    private const string Usage = """
        EcoprodPlatform.Host                                 serve
        EcoprodPlatform.Host migrate                         bring the database up to date, and check what Marten finds
        EcoprodPlatform.Host migrate show                    the SQL of Marten's tables
        EcoprodPlatform.Host demo                            load the demo data (once) and print the demo accounts
        EcoprodPlatform.Host staff EMAIL                     give a confirmed account the staff role
        EcoprodPlatform.Host rebuild MODULE PROJECTION       rebuild a read model while the old one serves
        EcoprodPlatform.Host projection skip MODULE NAME     pass by the event that a projection or the relay stopped at
        EcoprodPlatform.Host projection retry MODULE         try again now whatever has stopped in a module
        EcoprodPlatform.Host archive MODULE TYPE DAYS        put streams without a change for so many days out of the way; they stay readable
        EcoprodPlatform.Host archive back MODULE STREAM      bring one back, so that it can be changed again
        EcoprodPlatform.Host relay status                    checkpoints, dead letters, mail queues
        EcoprodPlatform.Host relay replay [REACTION [MESSAGE]] replay dead letters: all, of one reaction, one
        EcoprodPlatform.Host relay drop REACTION MESSAGE     give a dead letter up
        Settings: see docs/operations.md; on the command line as --Key=value.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await DispatchAsync(args);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or SettingException)
        {
            // Nothing can run like this: the message says what to do, a stack trace would only hide it.
            await Error().WriteLineAsync(e.Message);
            return 1;
        }
        catch (NpgsqlException e)
        {
            await Error().WriteLineAsync($"La base de données n'est pas utilisable : {e.Message} Vérifiez ConnectionStrings__Ecoprod, et que PostgreSQL tourne.");
            await Error().WriteLineAsync($"The database cannot be used: {e.Message} Check ConnectionStrings__Ecoprod, and that PostgreSQL is running.");
            return 1;
        }
    }

    private static async Task<int> DispatchAsync(string[] args)
    {
        var words = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var settings = args[words.Length..];
        switch (words)
        {
            case []:
                return await ServeAsync(settings);
            case ["migrate"]:
                return await OnceAsync(settings, false, DatabaseCommands.CheckAsync);
            case ["migrate", "show"]:
                return await OnceAsync(settings, false, DatabaseCommands.ShowAsync);
            case ["demo"]:
                return await OnceAsync(settings, true, async (app, output, ct) =>
                {
                    await app.Services.GetRequiredService<DemoData>().LoadAsync(ct);
                    await output.WriteLineAsync(DemoAccounts.Describe());
                });
            case ["staff", var email]:
                return await OnceAsync(settings, false, async (app, output, ct) =>
                {
                    if (!await app.Services.GetRequiredService<AccountsDemo>().GrantStaffRoleAsync(email, ct))
                    {
                        throw new InvalidOperationException($"Nobody has confirmed the address {email}: create the account first.");
                    }

                    await output.WriteLineAsync($"{email} is now a member of Ecoprod's team.");
                });
            case ["rebuild", var module, var projection]:
                return await OnceAsync(settings, false, (app, output, ct) => ProjectionCommands.RebuildAsync(app, output, module, projection, ct));
            case ["projection", "skip", var module, var projection]:
                return await OnceAsync(settings, false, (app, output, ct) => ProjectionCommands.SkipAsync(app, output, module, projection, ct));
            case ["projection", "retry", var module]:
                return await OnceAsync(settings, false, (app, output, ct) => ProjectionCommands.RetryAsync(app, output, module, ct));
            case ["archive", "back", var module, var stream]:
                return await OnceAsync(settings, false, (app, output, ct) => ArchiveCommands.BringBackAsync(app, output, module, stream, ct));
            case ["archive", var module, var type, var days]:
                return await OnceAsync(settings, false, (app, output, ct) => ArchiveCommands.StoreAsync(app, output, module, type, days, ct));
            case ["relay", "status"]:
                return await OnceAsync(settings, false, RelayCommands.StatusAsync);
            case ["relay", "replay"]:
                return await OnceAsync(settings, false, (app, output, ct) => RelayCommands.ReplayAsync(app, output, null, null, ct));
            case ["relay", "replay", var reaction]:
                return await OnceAsync(settings, false, (app, output, ct) => RelayCommands.ReplayAsync(app, output, reaction, null, ct));
            case ["relay", "replay", var reaction, var message]:
                return await OnceAsync(settings, false, (app, output, ct) => RelayCommands.ReplayAsync(app, output, reaction, message, ct));
            case ["relay", "drop", var reaction, var message]:
                return await OnceAsync(settings, false, (app, output, ct) => RelayCommands.DropAsync(app, output, reaction, message, ct));
            default:
                await Error().WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> ServeAsync(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        using var stop = new CancellationTokenSource();
        await using var postgres = await DatabaseAsync(builder.Configuration, stop.Token);
        if (postgres is not null)
        {
            builder.Services.AddHostedService(sp => new EmbeddedPostgresWatch(postgres, sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<EmbeddedPostgresWatch>>()));
        }

        builder.AddEcoprod(postgres?.ConnectionString ?? HostSettings.Database(builder.Configuration)!);
        var app = builder.Build();
        await MigrateAsync(app, stop.Token);
        app.MapEcoprod();
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation(
            "Ready on {Addresses}; bus {Bus}, mails {Mails}, data {Data}",
            string.Join(", ", app.Urls),
            app.Services.GetRequiredService<BusSettings>().Description,
            app.Services.GetRequiredService<Mail.IMailTransport>().Description,
            HostSettings.DataFolder(app.Configuration)));
        var (mails, site) = (app.Services.GetRequiredService<Mail.IMailTransport>(), app.Services.GetRequiredService<Web.SiteAddress>());
        if (mails.KeepsBodies && !site.Root.IsLoopback)
        {
            app.Logger.LogWarning("Nobody receives mails: {Address} is served and Smtp:Host is not set, so confirmations, resets and invitations stay in {Mails}", site.Root, mails.Description);
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>Runs one command on the built application; with <paramref name="started"/> its background work runs too.</summary>
    private static async Task<int> OnceAsync(string[] settings, bool started, Func<WebApplication, TextWriter, CancellationToken, Task> command)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        AnswersAlone(builder.Logging);
        // A command opens no door: its web server, if it is started at all, listens on a port of the system's choice.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        using var stop = new CancellationTokenSource();
        await using var postgres = await DatabaseAsync(builder.Configuration, stop.Token);
        if (started)
        {
            // The demo data have a past, and reach nobody: mails are written as files whatever is configured.
            builder.Configuration["Smtp:Host"] = "";
            builder.Services.AddSingleton<DemoClock>();
            builder.Services.AddSingleton<TimeProvider>(sp => sp.GetRequiredService<DemoClock>());
            builder.Services.AddSingleton<DemoData>();
            builder.Services.PostConfigureAll<Microsoft.AspNetCore.Authentication.BearerToken.BearerTokenOptions>(o => o.BearerTokenExpiration = TimeSpan.FromDays(3650));
        }

        builder.AddEcoprod(postgres?.ConnectionString ?? HostSettings.Database(builder.Configuration)!);
        await using var app = builder.Build();
        await MigrateAsync(app, stop.Token);
        if (started)
        {
            app.MapEcoprod();
            await app.StartAsync(stop.Token);
        }

        try
        {
            await command(app, Output(), stop.Token);
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NpgsqlException)
        {
            await Error().WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            if (started)
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Standard output is for a command's answer: scripts read it. What is logged goes to standard error.</summary>
    private static void AnswersAlone(ILoggingBuilder logging)
        => logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);

    private static async Task<EmbeddedPostgres?> DatabaseAsync(IConfiguration configuration, CancellationToken ct)
    {
        if (HostSettings.Database(configuration) is not null)
        {
            return null;
        }

        using var logging = LoggerFactory.Create(l => AnswersAlone(l.AddSimpleConsole(o => o.SingleLine = true)));
        return await EmbeddedPostgres.StartAsync(HostSettings.DataFolder(configuration), logging.CreateLogger("EmbeddedPostgres"), ct);
    }

    /// <summary>
    /// Migrates and does what must be done before anything is served; waits for a database that is away or goes away
    /// meanwhile, saying so. All of it may be done again.
    /// </summary>
    private static async Task MigrateAsync(WebApplication app, CancellationToken ct)
    {
        var migrator = app.Services.GetRequiredService<DatabaseMigrator>();
        var jobs = app.Services.GetRequiredService<JobDatabase>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await migrator.MigrateAsync(ct);
                await jobs.MigrateAsync(ct);
                foreach (var task in app.Services.GetServices<Web.IStartupTask>())
                {
                    await task.RunAsync(ct);
                }

                return;
            }
            catch (NpgsqlException e) when (e is not PostgresException { IsTransient: false } || e.SqlState is PostgresErrorCodes.CannotConnectNow)
            {
                if (attempt == 60)
                {
                    throw;
                }

                app.Logger.LogWarning("La base de données ne répond pas, nouvel essai dans 2 s / the database cannot be reached ({Error}); trying again in 2 s, attempt {Attempt}", e.Message, attempt);
                await Kernel.Pauses.Pause(clock, TimeSpan.FromSeconds(2), ct);
            }
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The command line is where a command's answer belongs.")]
    private static TextWriter Output() => Console.Out;

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The command line is where a command's complaint belongs.")]
    private static TextWriter Error() => Console.Error;
}
