using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EcoprodPlatform.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Embedded;

/// <summary>The host speaks to what its settings name, and to nobody else: no telemetry, no look-up, no font of a stranger's (docs/operations.md).</summary>
public sealed partial class OutgoingConnectionsTests
{
    /// <summary>Every attempt is in it, however short and whether it came to anything: .NET's sockets and look-ups of names tell of each.</summary>
    private const string Events = "System.Net.Sockets:0xFFFFFFFFFFFFFFFF:5,System.Net.NameResolution:0xFFFFFFFFFFFFFFFF:5";

    [Fact]
    public async Task B23_The_host_opens_no_connection_it_was_not_told_to_open()
    {
        using var folder = new TestFolder("outgoing");
        var trace = folder.PathOf("host.nettrace");
        await using var database = await TestPostgres.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var postgres = new IPEndPoint(IPAddress.Loopback, server.Port);
        await using var host = await HostProcess.StartAsync(new HostProcessOptions
        {
            Settings = [new("ConnectionStrings:Ecoprod", database.ConnectionString)],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_EnableEventPipe"] = "1", ["DOTNET_EventPipeConfig"] = Events, ["DOTNET_EventPipeOutputPath"] = trace },
        });

        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var path in (string[])["/", "/compte/connexion", "/compte/inscription", "/facteurs", "/api/factors", "/api/projects", "/api/docs/index.html", "/openapi/v1.json", "/health/ready", "/nulle-part"])
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        }

        // What is open now, by the system's own tables: what .NET does not know of would be here.
        Sockets(host.Pid).Where(s => s.Local.Port != host.Port).Select(s => s.Remote).Distinct().ShouldBe([postgres]);

        await host.StopAsync();
        var said = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(trace)).Replace("\0", "", StringComparison.Ordinal);
        var asked = Address().Matches(said).Select(m => m.Groups["bytes"].Value.Split(',').Select(b => byte.Parse(b, CultureInfo.InvariantCulture)).ToArray()).Select(EndPoint).ToHashSet();
        // The address that it listens on is told with every visitor.
        asked.Where(a => a.Port != host.Port).ShouldBe([postgres], "an attempt to reach anything else");
        said.ShouldContain("ConnectStart");
        said.ShouldNotContain("ResolutionStart", Case.Sensitive, "a name was looked up");
    }

    /// <summary>The sockets of a process that are connected or about to be.</summary>
    private static IEnumerable<(IPEndPoint Local, IPEndPoint Remote)> Sockets(int pid)
    {
        var own = new DirectoryInfo($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/fd").GetFiles().Select(f => f.LinkTarget).ToHashSet(StringComparer.Ordinal);
        return ((string[])["tcp", "tcp6", "udp", "udp6"])
            .SelectMany(table => File.ReadAllLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => own.Contains($"socket:[{row[9]}]"))
            .Select(row => (Local: Read(row[1]), Remote: Read(row[2])))
            .Where(s => s.Remote.Port != 0);
    }

    /// <summary>Words of four bytes, each the wrong way round, then the port.</summary>
    private static IPEndPoint Read(string hex)
    {
        var (address, port) = (Convert.FromHexString(hex.Split(':')[0]), Convert.ToInt32(hex.Split(':')[1], 16));
        for (var i = 0; i < address.Length; i += 4)
        {
            Array.Reverse(address, i, 4);
        }

        var ip = new IPAddress(address);
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, port);
    }

    /// <summary>As SocketAddress writes it: port, then the address (of IPv6 after the flow label).</summary>
    private static IPEndPoint EndPoint(byte[] bytes)
    {
        var ip = new IPAddress(bytes.Length > 20 ? bytes.AsSpan(6, 16) : bytes.AsSpan(2, 4));
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, (bytes[0] << 8) | bytes[1]);
    }

    [GeneratedRegex(@"InterNetwork(V6)?:[0-9]+:\{(?<bytes>[0-9,]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Address();
}
