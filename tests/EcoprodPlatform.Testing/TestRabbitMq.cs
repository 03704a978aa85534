using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EcoprodPlatform.Testing;

/// <summary>
/// A real RabbitMQ node on loopback: the one tests/run started (<c>ECOPROD_TEST_RABBITMQ</c> and
/// <c>ECOPROD_TEST_RABBITMQ_MANAGEMENT</c>), one started for this process, or one of a test's own that may be stopped.
/// Everything goes through its management API: each call of rabbitmqctl would cost an Erlang machine.
/// </summary>
public sealed class TestRabbitMq : IAsyncDisposable
{
    private const int PortsOfANode = 4;
    private static readonly Lazy<Task<TestRabbitMq>> Shared = new(StartSharedAsync);
    private static int _last;

    private readonly TestFolder? _folder;
    private readonly int _firstPort = Ports.Take(PortsOfANode);
    private HttpClient _management = null!;

    private TestRabbitMq(TestFolder? folder) => _folder = folder;

    public string Host { get; private set; } = "";

    public int Port { get; private set; }

    public string User { get; private set; } = "";

    public string Password { get; private set; } = "";

    /// <summary>Why there is no broker here, for a test that cannot run without; null when there is one.</summary>
    public static string? WhyNot
        => HasGiven || Directory.Exists("/usr/lib/rabbitmq/lib") ? null : "RabbitMQ is not installed (Debian package rabbitmq-server; tests/run installs it).";

    private static bool HasGiven => Environment.GetEnvironmentVariable("ECOPROD_TEST_RABBITMQ") is { Length: > 0 };

    /// <summary>The node shared by this test run. Not to be stopped.</summary>
    public static Task<TestRabbitMq> SharedAsync() => Shared.Value;

    /// <summary>A node of its own, for tests that stop or kill it. Takes about eight seconds.</summary>
    public static async Task<TestRabbitMq> StartOwnAsync()
    {
        if (WhyNot is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var folder = new TestFolder("rabbitmq");
        AfterUs.Run($"{AfterUs.Quote(Script)} kill {AfterUs.Quote(folder.PathOf("node"))}");
        var node = new TestRabbitMq(folder);
        await node.StartAgainAsync();
        return node;
    }

    /// <summary>An empty virtual host, gone with its queues at the end.</summary>
    public async Task<TestVirtualHost> CreateVirtualHostAsync()
    {
        var name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}";
        await SendAsync(HttpMethod.Put, $"vhosts/{name}", new { });
        await SendAsync(HttpMethod.Put, $"permissions/{name}/{User}", new { configure = ".*", write = ".*", read = ".*" });
        return new TestVirtualHost(this, name);
    }

    /// <summary>Stops the own node cleanly; what is in durable queues is kept.</summary>
    public Task StopAsync() => RunAsync("stop");

    /// <summary>Kills the own node: nothing is said goodbye to.</summary>
    public Task KillAsync() => RunAsync("kill");

    /// <summary>Runs rabbitmqctl on the own node, for what the management API cannot do (alarms). Takes some seconds.</summary>
    public Task ControlAsync(params string[] words) => RunAsync("ctl", words);

    /// <summary>
    /// Has the own node write down which quorum queues it has. RabbitMQ 3.10 does so up to half a second after a queue was
    /// declared; killed in between, it comes back with the queue empty and without a leader (docs/messaging.md).
    /// </summary>
    public Task RememberQueuesAsync() => ControlAsync("eval", "[dets:sync(T) || T <- dets:all()].");

    /// <summary>Starts the own node again, on the same port.</summary>
    /// <exception cref="InvalidOperationException">The port was taken meanwhile: clients would wait for the old one.</exception>
    public async Task StartAgainAsync()
    {
        var settings = (await RunAsync("start")).Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var before = Port;
        Use(settings["ECOPROD_RABBITMQ"], settings["ECOPROD_RABBITMQ_MANAGEMENT"]);
        if (before != 0 && before != Port)
        {
            throw new InvalidOperationException($"Another process has taken port {before} while the node was away.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("kill");
            _folder.Dispose();
        }

        _management?.Dispose();
    }

    internal async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _management.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    internal async Task<JsonElement?> SendAsync(HttpMethod method, string path, object? body = null)
    {
        // The length must be known: the management API takes no chunks on some calls.
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        using var response = await _management.SendAsync(request);
        if (response.StatusCode is HttpStatusCode.NotFound && method == HttpMethod.Delete)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadAsStringAsync();
        return answer.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(answer);
    }

    private static string Script => Repository.PathOf("deploy", "lib", "rabbitmq");

    private static async Task<TestRabbitMq> StartSharedAsync()
    {
        if (!HasGiven)
        {
            return await StartOwnAsync();
        }

        var node = new TestRabbitMq(folder: null);
        node.Use(
            Environment.GetEnvironmentVariable("ECOPROD_TEST_RABBITMQ")!,
            Environment.GetEnvironmentVariable("ECOPROD_TEST_RABBITMQ_MANAGEMENT") ?? throw new InvalidOperationException("ECOPROD_TEST_RABBITMQ_MANAGEMENT is missing beside ECOPROD_TEST_RABBITMQ."));
        return node;
    }

    private void Use(string amqp, string management)
    {
        var uri = new Uri(amqp.Trim());
        Host = uri.Host;
        Port = uri.Port > 0 ? uri.Port : 5672;
        User = uri.UserInfo.Split(':')[0];
        Password = uri.UserInfo.Split(':')[1];
        _management?.Dispose();
        _management = new HttpClient { BaseAddress = new Uri($"{management.Trim()}/api/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(uri.UserInfo)));
    }

    private async Task<string> RunAsync(string action, params string[] words)
    {
        if (_folder is null)
        {
            throw new InvalidOperationException("The shared node is not a test's to stop: take StartOwnAsync.");
        }

        // To files, not pipes: the node would inherit them.
        var output = _folder.PathOf("script.out");
        var errors = _folder.PathOf("script.err");
        using var script = Process.Start("/bin/sh", ["-c", "out=$1 err=$2; shift 2; exec \"$0\" \"$@\" >\"$out\" 2>\"$err\" </dev/null", Script, output, errors, action, _folder.PathOf("node"), .. words.Length > 0 ? words : [_firstPort.ToString(CultureInfo.InvariantCulture)]]);
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? await File.ReadAllTextAsync(output) : throw new InvalidOperationException($"rabbitmq {action}: {await File.ReadAllTextAsync(errors)}");
    }
}

/// <summary>A virtual host of a test's own on a node.</summary>
public sealed class TestVirtualHost(TestRabbitMq node, string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    /// <summary>What a host needs to use it; it also keeps track of what has been taken, so that <c>SettledAsync</c> can wait.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Bus:Transport", "rabbitmq"),
        new("Bus:Host", node.Host),
        new("Bus:Port", node.Port.ToString(CultureInfo.InvariantCulture)),
        new("Bus:VirtualHost", Name),
        new("Bus:User", node.User),
        new("Bus:Password", node.Password),
        new("Bus:TrackDeliveries", "true"),
    ];

    public async Task<IReadOnlyList<string>> QueuesAsync()
        => [.. (await node.GetAsync($"queues/{Name}")).EnumerateArray().Select(q => q.GetProperty("name").GetString()!)];

    /// <summary>Names of its exchanges, its own included.</summary>
    public async Task<IReadOnlyList<string>> ExchangesAsync()
        => [.. (await node.GetAsync($"exchanges/{Name}")).EnumerateArray().Select(e => e.GetProperty("name").GetString()!)];

    /// <summary>Messages in each queue that has any, delivered and not yet acknowledged ones too. The node counts every five seconds.</summary>
    public async Task<IReadOnlyDictionary<string, long>> DepthsAsync()
        => (await node.GetAsync($"queues/{Name}")).EnumerateArray()
            .Select(q => (Name: q.GetProperty("name").GetString()!, Depth: q.TryGetProperty("messages", out var m) ? m.GetInt64() : 0))
            .Where(q => q.Depth > 0)
            .ToDictionary(q => q.Name, q => q.Depth, StringComparer.Ordinal);

    /// <summary>
    /// Up to <paramref name="count"/> messages of a queue, bodies as text, put back where they were.
    /// </summary>
    public async Task<IReadOnlyList<string>> PeekAsync(string queue, int count = 100)
    {
        var messages = await node.SendAsync(HttpMethod.Post, $"queues/{Name}/{Uri.EscapeDataString(queue)}/get", new { count, ackmode = "ack_requeue_true", encoding = "auto" });
        return [.. messages!.Value.EnumerateArray().Select(m => m.GetProperty("payload").GetString()!)];
    }

    /// <summary>Declares a queue with these arguments, as another version would have.</summary>
    public Task DeclareQueueAsync(string queue, object? arguments = null)
        => node.SendAsync(HttpMethod.Put, $"queues/{Name}/{Uri.EscapeDataString(queue)}", new { durable = true, arguments = arguments ?? new { } });

    public Task DeleteQueueAsync(string queue) => node.SendAsync(HttpMethod.Delete, $"queues/{Name}/{Uri.EscapeDataString(queue)}");

    /// <summary>Type, durability and arguments of a queue, as the broker has it.</summary>
    public Task<JsonElement> QueueAsync(string queue) => node.GetAsync($"queues/{Name}/{Uri.EscapeDataString(queue)}");

    /// <summary>Sets an operator's policy on queues whose name fits.</summary>
    public Task SetPolicyAsync(string pattern, object definition)
        => node.SendAsync(HttpMethod.Put, $"policies/{Name}/test", new Dictionary<string, object> { ["pattern"] = pattern, ["definition"] = definition, ["apply-to"] = "queues" });

    /// <summary>Publishes JSON to an exchange, as a foreign or faulty system would.</summary>
    public Task PublishAsync(string exchange, string json, object? properties = null)
        => node.SendAsync(HttpMethod.Post, $"exchanges/{Name}/{Uri.EscapeDataString(exchange)}/publish", new { properties = properties ?? new { content_type = "application/json" }, routing_key = "", payload = json, payload_encoding = "string" });

    /// <summary>Holds up a quorum queue: subscriptions to it are not answered until <see cref="ResumeQueueAsync"/>.</summary>
    public Task SuspendQueueAsync(string queue) => node.ControlAsync("eval", $"sys:suspend('{Name}_{queue}').");

    public Task ResumeQueueAsync(string queue) => node.ControlAsync("eval", $"sys:resume('{Name}_{queue}').");

    /// <summary>Deletes every queue, as an operator might.</summary>
    public async Task DeleteQueuesAsync()
    {
        foreach (var queue in await QueuesAsync())
        {
            await node.SendAsync(HttpMethod.Delete, $"queues/{Name}/{Uri.EscapeDataString(queue)}");
        }
    }

    public async ValueTask DisposeAsync() => await node.SendAsync(HttpMethod.Delete, $"vhosts/{Name}");
}
