using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EcoprodPlatform.Testing;

/// <summary>How a test's SMTP server is set up.</summary>
public sealed record TestSmtpOptions
{
    /// <summary>Accepts mail only after STARTTLS, with a certificate for 127.0.0.1 of an authority of its own (<see cref="TestSmtp.CertificateFile"/>).</summary>
    public bool StartTls { get; init; }

    /// <summary>The same with TLS from the first byte.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>Accepts mail only from this user.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }
}

/// <summary>A mail as the server got it.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="From">Envelope sender.</param>
/// <param name="To">Envelope recipients.</param>
/// <param name="Subject">Decoded.</param>
/// <param name="Text">The plain part, decoded.</param>
/// <param name="Html">The HTML part, decoded.</param>
/// <param name="MessageId">With its angle brackets.</param>
/// <param name="FromHeader">Decoded.</param>
/// <param name="ToHeader">Decoded.</param>
/// <param name="Headers">All headers, decoded.</param>
/// <param name="Tls">It came over TLS.</param>
/// <param name="User">Who had signed in.</param>
public sealed record ReceivedMail(
    int Number,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string Text,
    string Html,
    string MessageId,
    string FromHeader,
    string ToHeader,
    IReadOnlyDictionary<string, string> Headers,
    bool Tls,
    string? User);

/// <summary>
/// A real SMTP server of its own on loopback (Debian's python3-aiosmtpd, tests/lib/smtp_server.py), that can refuse,
/// dawdle, hang up and be away. Stopped when this process ends, however it ends.
/// </summary>
public sealed class TestSmtp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TestFolder _folder = new("smtp");
    private readonly TestSmtpOptions _options;
    private readonly HttpClient _control = new() { Timeout = Timeout.InfiniteTimeSpan };
    private Process? _process;
    private int _controlPort;
    private IDisposable? _stalled;

    private TestSmtp(TestSmtpOptions options) => _options = options;

    public int Port { get; } = Ports.Take();

    /// <summary>The certificate of the server's authority (PEM). A host trusts it when started with <c>SSL_CERT_FILE</c> naming it.</summary>
    public string CertificateFile => _folder.PathOf("authority.pem");

    /// <summary>What the host needs to send its mails here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings
    {
        get
        {
            yield return new("Smtp:Host", "127.0.0.1");
            yield return new("Smtp:Port", Port.ToString(CultureInfo.InvariantCulture));
            yield return new("Smtp:Tls", _options.ImplicitTls ? "implicit" : _options.StartTls ? "starttls" : "none");
            if (_options.User is not null)
            {
                yield return new("Smtp:User", _options.User);
                yield return new("Smtp:Password", _options.Password ?? "");
            }
        }
    }

    /// <summary>All mails accepted so far, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Messages =>
    [
        .. Directory.GetFiles(MailFolder, "*.json").Order(StringComparer.Ordinal).Select(f => JsonSerializer.Deserialize<ReceivedMail>(File.ReadAllText(f), Json)!),
    ];

    private bool HasTls => _options.StartTls || _options.ImplicitTls;

    private string MailFolder => _folder.PathOf("mails");

    public static async Task<TestSmtp> StartAsync(TestSmtpOptions? options = null)
    {
        var smtp = new TestSmtp(options ?? new TestSmtpOptions());
        Directory.CreateDirectory(smtp.MailFolder);
        if (smtp.HasTls)
        {
            await smtp.MakeCertificateAsync("authority", "/CN=Tests", "basicConstraints=critical,CA:true");
            await smtp.MakeCertificateAsync("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-CA", smtp.CertificateFile, "-CAkey", smtp._folder.PathOf("authority.key"));
        }

        await smtp.StartAgainAsync();
        return smtp;
    }

    /// <summary>The first mail, past or to come, that fits.</summary>
    public async Task<ReceivedMail> WaitForAsync(Func<ReceivedMail, bool> fits, TimeSpan? patience = null)
        => (await WaitAsync(mails => mails.Any(fits), patience)).First(fits);

    /// <summary>All mails, once there are at least so many.</summary>
    public Task<IReadOnlyList<ReceivedMail>> WaitForCountAsync(int count, TimeSpan? patience = null) => WaitAsync(mails => mails.Count >= count, patience);

    /// <summary>Answers recipients that contain a text with <paramref name="answer"/> ("450 4.2.1 Later", "550 5.1.1 Unknown"), always or so many times.</summary>
    public Task RefuseAsync(string recipient, string answer, int? times = null)
        => BehaveAsync(times is null ? new { refuse = new object[] { new { recipient, answer } } } : new { refuse = new object[] { new { recipient, answer, times } } });

    /// <summary>Answers the content of a mail whose subject contains a text with <paramref name="answer"/> ("554 5.7.1 Spam"), so many times.</summary>
    public Task RefuseContentAsync(string subject, string answer, int times) => BehaveAsync(new { content = new object[] { new { subject, answer, times } } });

    /// <summary>How many mails' contents it has at hand now without having answered, and had at most at the same time.</summary>
    public async Task<(int Now, int Most)> AtHandAsync()
    {
        using var said = JsonDocument.Parse(await _control.GetStringAsync(Control("messages?after=-1&wait=0")));
        return (said.RootElement.GetProperty("now").GetInt32(), said.RootElement.GetProperty("most").GetInt32());
    }

    /// <summary>Takes its time before it answers to a mail's content.</summary>
    public Task SlowDownAsync(TimeSpan delay) => BehaveAsync(new { slow = delay.TotalSeconds });

    /// <summary>Hangs up instead of answering to a mail's content: the sender cannot know whether it was <paramref name="kept"/>.</summary>
    public Task HangUpAfterDataAsync(int times, bool kept) => BehaveAsync(new { drop = new { times, keep = kept } });

    /// <summary>Back to accepting everything.</summary>
    public Task BehaveWellAsync() => BehaveAsync(new { });

    /// <summary>The server is away: connections are refused. Mails it got are kept.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.Dispose();
        }
    }

    /// <summary>kill -9: whoever is talking to it hears nothing more. Mails it got are kept.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.Dispose();
        }
    }

    /// <summary>The machine stalls: connections are accepted by its system, and nobody says a word, until <see cref="GoOn"/>.</summary>
    public void Stall()
    {
        // A process that stands still does not see that its standard input was closed.
        _stalled = AfterUs.Kill(_process!.Id);
        HostProcess.Signal(_process.Id, 19);
    }

    /// <summary>Ends a <see cref="Stall"/>.</summary>
    public void GoOn()
    {
        HostProcess.Signal(_process!.Id, 18);
        _stalled?.Dispose();
        _stalled = null;
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Repository.PathOf("tests", "lib", "smtp_server.py"), "--folder", MailFolder, "--port", Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (HasTls)
        {
            Add("--certificate", _folder.PathOf("server.pem"), "--key", _folder.PathOf("server.key"));
        }

        if (_options.ImplicitTls)
        {
            Add("--implicit");
        }

        if (_options.User is not null)
        {
            Add("--user", _options.User, "--password", _options.Password ?? "");
        }

        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The tests' SMTP server did not start (Debian package python3-aiosmtpd, installed by tests/run): {await errors}");
        using var ports = JsonDocument.Parse(line);
        _controlPort = ports.RootElement.GetProperty("control").GetInt32();

        void Add(params string[] arguments) => Array.ForEach(arguments, start.ArgumentList.Add);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _control.Dispose();
        _folder.Dispose();
    }

    private async Task<IReadOnlyList<ReceivedMail>> WaitAsync(Func<IReadOnlyList<ReceivedMail>, bool> enough, TimeSpan? patience)
    {
        using var end = new CancellationTokenSource(patience ?? Patience);
        while (true)
        {
            var mails = Messages;
            if (enough(mails))
            {
                return mails;
            }

            try
            {
                await _control.GetAsync(Control($"messages?after={mails.Count}&wait=60"), end.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"The mail waited for did not come. {mails.Count} did: {string.Join(" | ", mails.Select(m => $"{string.Join(',', m.To)}: {m.Subject}"))}", e);
            }
        }
    }

    private async Task BehaveAsync(object behaviour)
    {
        // Not PostAsJsonAsync: it sends chunks, and Python's server wants to know the length.
        using var content = new StringContent(JsonSerializer.Serialize(behaviour));
        using var response = await _control.PostAsync(Control("behaviour"), content);
        response.EnsureSuccessStatusCode();
    }

    private Uri Control(string path) => new($"http://127.0.0.1:{_controlPort.ToString(CultureInfo.InvariantCulture)}/{path}");

    private async Task MakeCertificateAsync(string name, string subject, string extension, params string[] more)
    {
        var start = new ProcessStartInfo(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", subject, "-addext", extension,
                "-keyout", _folder.PathOf($"{name}.key"), "-out", _folder.PathOf($"{name}.pem"), .. more,
            ])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var openssl = Process.Start(start)!;
        var said = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        if (openssl.ExitCode != 0)
        {
            throw new InvalidOperationException(said);
        }
    }
}
