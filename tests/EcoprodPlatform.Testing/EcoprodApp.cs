using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace EcoprodPlatform.Testing;

/// <summary>
/// The real host in this process on a database of its own: in-memory bus, mails as .eml files. A class fixture
/// (<c>IClassFixture&lt;EcoprodApp&gt;</c>) or, derived, one with other settings.
/// </summary>
public class EcoprodApp : IAsyncLifetime
{
    private readonly TestFolder _data = new("app");
    private readonly List<Visitor> _visitors = [];
    private Factory? _factory;

    public TestDatabase Database { get; private set; } = null!;

    public string DataFolder => _data.Path;

    public IServiceProvider Services => _factory!.Services;

    public IdSource Ids => Services.GetRequiredService<IdSource>();

    /// <summary>Configuration on top of the default one; keys as in docs/operations.md.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>Services replaced for the tests (a clock that stands still).</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    public virtual async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateDatabaseAsync();
        _factory = new Factory(this);
        _ = _factory.Server;
    }

    /// <summary>A browser with an empty cookie jar.</summary>
    public Visitor NewVisitor(string language = "fr")
    {
        var visitor = new Visitor(CreateClient(), language);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Keeps cookies, follows no redirect.</summary>
    public HttpClient CreateClient() => _factory!.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });

    /// <summary>Until the relays, projections, reactions and the mail queue have done all that is due: then effects can be looked at.</summary>
    public async Task SettledAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Services.GetRequiredService<Platform>().SettledAsync(patience.Token);
    }

    /// <summary>
    /// Hands what other modules would publish to the reactions of a module, in this order and as the bus does, inbox row
    /// included: one handed in twice does nothing the second time.
    /// </summary>
    protected async Task DeliverToAsync(string schema, params object[] messages)
    {
        var registered = Services.GetRequiredService<ReactionRegistry>().All.Where(r => r.Schema == schema).ToList();
        foreach (var (message, reaction) in messages.SelectMany(m => registered.Where(r => r.Message == m.GetType()).Select(r => (m, r))))
        {
            try
            {
                await reaction.RunOnceAsync(Services, message, new Provenance(null, null), CancellationToken.None);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "inbox")
            {
                // taken already
            }
        }
    }

    /// <summary>Puts a message among the dead letters of a module, as its reaction does that has given up on it; tells how to replay it.</summary>
    public async Task<Func<Task>> BuryAsync(string schema, object message)
    {
        var reaction = Services.GetRequiredService<ReactionRegistry>().All.Single(r => r.Schema == schema && r.Message == message.GetType());
        var letters = Services.GetRequiredService<DeadLetters>();
        var (id, body) = (reaction.IdOf(message), JsonSerializer.SerializeToUtf8Bytes(message, reaction.Message, EventMap.Json));
        await letters.BuryAsync(reaction, id, body, new Provenance(null, null), "Refusé", CancellationToken.None);
        return () => letters.ReplayAsync(reaction.Name, id, CancellationToken.None);
    }

    public virtual async Task DisposeAsync()
    {
        _visitors.ForEach(v => v.Dispose());
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        _data.Dispose();
    }

    private sealed class Factory(EcoprodApp app) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("ConnectionStrings:Ecoprod", app.Database.ConnectionString);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Bus:Transport", "memory");
            builder.UseSetting("Data:Folder", app.DataFolder);
            builder.UseSetting("Public:BaseUrl", "http://localhost");
            // Hashing a password as slowly as in earnest would take most of the tests' time.
            builder.UseSetting("Accounts:PasswordIterations", "1000");
            foreach (var (key, value) in app.Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(app.ConfigureServices);
        }
    }
}
