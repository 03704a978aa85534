using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StandardWebhooks;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>
/// Calls a structure's address with a signed message (Standard Webhooks). It is our server that calls, so it goes where anybody could: to a public
/// address, looked up for this very connection; it follows nothing, takes no cookie, reads no more than the head of the answer, and waits not for long.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private readonly WebhookSettings _settings;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly SiteAddress _site;

    public WebhookClient(WebhookSettings settings, TimeProvider clock, SiteAddress site)
    {
        (_settings, _clock, _site) = (settings, clock, site);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = settings.Patience,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = settings.Patience,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("EcoprodPlatform", "1"));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What is sent: ids, and where to read the rest. Figures are fetched with a key, which may be refused by then; a message in somebody's log tells none.</summary>
    public string Body(DueDelivery due) => JsonSerializer.Serialize(
        new Message(due.Event, due.HappenedAt, new About(due.OrganisationId, due.ProjectId, due.ProjectId is { } project && due.Event != WebhookEvent.Detached.Code
            ? _site.Of($"/api/member-spaces/{due.OrganisationId}/projects/{project}") : null)),
        JsonSerializerOptions.Web);

    /// <summary>Sends it, once. Whatever goes wrong is an outcome.</summary>
    public async Task<DeliveryOutcome> SendAsync(DueDelivery due, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        var (now, body, watch) = (_clock.GetUtcNow(), Body(due), Stopwatch.StartNew());
        using var request = new HttpRequestMessage(HttpMethod.Post, due.Address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        var id = due.Id.ToString();
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{now.ToUnixTimeSeconds()}");
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(s => new StandardWebhook(s).Sign(id, now, body))));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return new DeliveryOutcome((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}", (int)watch.ElapsedMilliseconds);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new DeliveryOutcome(null, DeliveryOutcome.TimedOut, (int)watch.ElapsedMilliseconds);
        }
        catch (HttpRequestException e)
        {
            return new DeliveryOutcome(null, e.InnerException is PrivateAddressException ? DeliveryOutcome.NotPublic : Reason(e), (int)watch.ElapsedMilliseconds);
        }
    }

    /// <summary>A secret as Standard Webhooks writes them.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => DeliveryOutcome.NoSuchName,
        HttpRequestError.SecureConnectionError => DeliveryOutcome.NoTls,
        _ => e.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } ? DeliveryOutcome.NoSuchName : DeliveryOutcome.NotReached,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = IPAddress.TryParse(context.DnsEndPoint.Host, out var number) ? [number] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        // All of them: a name that leads to us as well is not let choose.
        if (found.Length == 0 || !found.All(MayCall))
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayCall(IPAddress address) => PublicAddress.Holds(address) || (_settings.AllowsLoopback && IPAddress.IsLoopback(address));

    private sealed class PrivateAddressException() : IOException("Not on the public internet.");

    private sealed record Message(string Type, DateTimeOffset Timestamp, About Data);

    private sealed record About(Guid OrganisationId, Guid? ProjectId, string? Address);
}
