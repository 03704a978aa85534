using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>A copy of the demo data and the built host on it, as a process, with a real SMTP server (STARTTLS, login) beside it.</summary>
public class DemoPlatform : IAsyncLifetime
{
    public const string Password = "Clap-de-fin-2026";
    public const string Producer = "production@ecoloprod.example";
    public const string Administrator = "administration@ecoloprod.example";
    public const string EnglishAdministrator = "group@ecoloprod.example";
    public const string Staff = "equipe@ecoprod.example";

    // Loaded once per run by the host's own command; every class gets a copy.
    private static readonly Lazy<Task<TestDatabase>> Demo = new(LoadAsync);

    private readonly List<IBrowserContext> _contexts = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private TestDatabase? Database { get; set; }

    public TestSmtp Smtp { get; private set; } = null!;

    public HostProcess Host { get; private set; } = null!;

    /// <summary>The bus of the host; in memory unless a derived fixture says otherwise.</summary>
    protected virtual Task<IEnumerable<KeyValuePair<string, string>>> BusAsync() => Task.FromResult(Enumerable.Empty<KeyValuePair<string, string>>());

    public virtual async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateDatabaseAsync((await Demo.Value).Name);
        await StartAsync(Database.ConnectionString);
    }

    /// <summary>The SMTP server, and the host on a database that holds the demo data.</summary>
    protected async Task StartAsync(string connectionString)
    {
        Smtp = await TestSmtp.StartAsync(new TestSmtpOptions { StartTls = true, User = "ecoprod", Password = "s3cret" });
        Host = await HostProcess.StartAsync(new HostProcessOptions
        {
            Settings =
            [
                new("ConnectionStrings:Ecoprod", connectionString),
                new("Design:Gallery", "true"),
                new("Accounts:RateLimit:Permits", "100000"),
                new("Accounts:Registrations:PerHour", "100000"),
                new("Accounts:Registrations:PerDay", "100000"),
                .. More,
                .. Smtp.Settings,
                .. await BusAsync(),
            ],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = Smtp.CertificateFile },
            Patience = TimeSpan.FromSeconds(90),
        });
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.CloseAsync();
        }

        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Host.DisposeAsync();
        await Smtp.DisposeAsync();
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>Settings of this platform beside those of all.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> More => [];

    /// <summary>A page in a browser of its own: cookies, language, size.</summary>
    public async Task<IPage> NewPageAsync(int width = 1280, string language = "fr-FR", ColorScheme scheme = ColorScheme.Light, bool isTouch = false)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = TestBrowser.ExecutablePath, Args = TestBrowser.Arguments });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Host.Address.ToString(),
            Locale = language,
            ColorScheme = scheme,
            HasTouch = isTouch,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        _contexts.Add(context);
        return await context.NewPageAsync();
    }

    public static async Task SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("/compte/connexion");
        await page.Locator("input[type=email]").FillAsync(email);
        await page.Locator("input[type=password]").FillAsync(Password);
        await page.Locator("main form").GetByRole(AriaRole.Button, new() { NameRegex = new("^(Se connecter|Sign in)$") }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/connexion", StringComparison.Ordinal));
    }

    /// <summary>A program of that person, with their token.</summary>
    public async Task<HttpClient> ApiAsync(string email)
    {
        var client = new HttpClient { BaseAddress = Host.Address };
        using var response = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>Until every mail that was caused has arrived: one per given text and recipient at least.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> MailsAboutAsync(IReadOnlyCollection<string> texts, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (true)
        {
            var mails = Smtp.Messages;
            var missing = texts.Where(t => new[] { Administrator, EnglishAdministrator }.Any(a => !mails.Any(m => m.To.Contains(a) && m.Text.Contains(t, StringComparison.Ordinal)))).ToList();
            if (missing.Count == 0)
            {
                return mails;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"No mail about {string.Join(", ", missing.Take(5))}… ({missing.Count} of {texts.Count}). The host's log:\n{Host.Log[^Math.Min(4000, Host.Log.Length)..]}");
            }

            try
            {
                await Smtp.WaitForCountAsync(mails.Count + 1, TimeSpan.FromSeconds(5));
            }
            catch (TimeoutException)
            {
                // look again until the deadline
            }
        }
    }

    private static async Task<TestDatabase> LoadAsync()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await LoadAsync(database.ConnectionString);
        return database;
    }

    /// <summary>Loads the demo data by the host's own command.</summary>
    protected static async Task LoadAsync(string connectionString)
    {
        using var folder = new TestFolder("demo");
        var (code, output) = await HostProcess.RunAsync(
            [new("ConnectionStrings:Ecoprod", connectionString), new("Data:Folder", folder.Path)], "demo");
        if (code != 0)
        {
            throw new InvalidOperationException($"demo ended with {code}: {output}");
        }
    }
}

/// <summary>The same on RabbitMQ.</summary>
public sealed class DemoPlatformOnRabbitMq : DemoPlatform
{
    private TestVirtualHost? _virtualHost;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_virtualHost is not null)
        {
            await _virtualHost.DisposeAsync();
        }
    }

    protected override async Task<IEnumerable<KeyValuePair<string, string>>> BusAsync()
    {
        _virtualHost = await (await TestRabbitMq.SharedAsync()).CreateVirtualHostAsync();
        return _virtualHost.Settings;
    }
}
