using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

/// <summary>Behind a reverse proxy at 10.1.2.3: what it says of the visitor counts, what anybody else says does not.</summary>
public sealed class ProxyTests(ProxyTests.BehindProxy app) : IClassFixture<ProxyTests.BehindProxy>
{
    private const string Proxy = "10.1.2.3";

    [Fact]
    public async Task Through_the_proxy_cookies_are_secure_and_from_a_stranger_who_claims_https_they_are_not()
    {
        using var client = app.CreateClient();
        using var through = await SendAsync(client, HttpMethod.Get, "/compte/connexion", Proxy, scheme: "https", host: "ecoprod.example");
        Cookies(through).ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));

        using var direct = await SendAsync(client, HttpMethod.Get, "/compte/connexion", "203.0.113.9", scheme: "https", host: "ecoprod.example");
        Cookies(direct).ShouldAllBe(c => !c.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_browser_that_came_by_TLS_is_told_to_stay_there_and_one_on_loopback_is_not()
    {
        using var client = app.CreateClient();
        (await HeaderAsync(Proxy, "https", "ecoprod.example")).ShouldBe("max-age=31536000");
        (await HeaderAsync("203.0.113.9", "", "")).ShouldBeNull("http://localhost");
        (await HeaderAsync("203.0.113.9", "https", "ecoprod.example")).ShouldBeNull("a stranger who claims TLS is not believed");
        using var known = new HttpRequestMessage(HttpMethod.Get, "/compte/connexion") { Headers = { Host = "ecoprod.example" } };
        using var answer = await client.SendAsync(known);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeTrue("a proxy that says nothing, in front of an address that is known to be https");

        async Task<string?> HeaderAsync(string peer, string scheme, string host)
        {
            using var through = await SendAsync(client, HttpMethod.Get, "/compte/connexion", peer, scheme, host);
            return through.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null;
        }
    }

    [Fact]
    public async Task Limits_count_the_visitor_behind_the_proxy_and_a_stranger_cannot_choose_an_address()
    {
        using var client = app.CreateClient();
        for (var visitor = 1; visitor <= 6; visitor++)
        {
            (await AttemptAsync(client, Proxy, $"198.51.100.{visitor}")).ShouldBe(HttpStatusCode.Unauthorized, "everybody has a count of their own");
        }

        var last = HttpStatusCode.OK;
        for (var n = 0; n < 5; n++)
        {
            last = await AttemptAsync(client, Proxy, "198.51.100.77");
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests, "one visitor");
        for (var n = 0; n < 5; n++)
        {
            last = await AttemptAsync(client, "203.0.113.66", $"198.51.100.{100 + n}");
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests, "a stranger who claims to be five");
        for (var n = 0; n < 5; n++)
        {
            last = await AttemptAsync(client, Proxy, $"198.51.100.{200 + n}, 198.51.100.78");
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests, "what the visitor wrote before the proxy's own entry is not believed");
    }

    [Fact]
    public async Task The_guard_against_other_sites_compares_with_the_public_host()
    {
        using var client = app.CreateClient();
        (await OriginAsync(Proxy, "https://ecoprod.example")).ShouldBe(HttpStatusCode.Unauthorized, "its own pages pass");
        (await OriginAsync(Proxy, "https://elsewhere.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await OriginAsync("203.0.113.10", "https://ecoprod.example")).ShouldBe(HttpStatusCode.Forbidden, "a stranger does not say what our name is");

        async Task<HttpStatusCode> OriginAsync(string peer, string origin)
        {
            using var answer = await SendAsync(client, HttpMethod.Post, "/api/accounts/tokens", peer, scheme: "https", host: "ecoprod.example", visitor: $"198.51.100.{Random.Shared.Next(90, 99)}", origin: origin);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Links_in_mails_carry_the_public_address()
    {
        using var visitor = app.NewVisitor();
        var page = await visitor.GetPageAsync("/compte/inscription");
        await visitor.SubmitAsync(page, ("firstName", "Camille"), ("lastName", "Durand"), ("email", "derriere@exemple.fr"), ("password", "Clap-de-fin-2026"));
        (await app.Database.ScalarAsync<string>("select plain from accounts.mail_queue where recipient = 'derriere@exemple.fr'")).ShouldContain("https://ecoprod.example/compte/confirmation");
    }

    [Fact]
    public void Without_a_known_proxy_nothing_is_believed_and_an_unreadable_one_is_told_in_both_languages()
    {
        Options().ShouldBeNull();
        Options(("Proxy:KnownAddresses", " ")).ShouldBeNull();
        var options = Options(("Proxy:KnownAddresses", "10.0.0.2, fd00::1"), ("Proxy:KnownNetworks", "10.42.0.0/16;fd01::/64"))!;
        options.KnownProxies.Count.ShouldBe(2);
        options.KnownIPNetworks.Count.ShouldBe(2, "loopback is no proxy unless it is said to be");
        Should.Throw<SettingException>(() => Options(("Proxy:KnownNetworks", "10.0.0.0/99"))).Message.ShouldContain("« 10.0.0.0/99 » n’est pas compris");
        Should.Throw<SettingException>(() => Options(("Proxy:KnownAddresses", "nginx"))).Message.ShouldContain("\"nginx\" is not understood");

        static ForwardedHeadersOptions? Options(params (string Key, string Value)[] settings)
            => TrustedProxies.Options(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal)).Build());
    }

    private static async Task<HttpStatusCode> AttemptAsync(HttpClient client, string peer, string visitor)
    {
        using var answer = await SendAsync(client, HttpMethod.Post, "/api/accounts/tokens", peer, visitor: visitor);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string peer, string scheme = "", string host = "", string visitor = "", string origin = "")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add(Peer.Header, peer);
        foreach (var (name, value) in new[] { ("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", host), ("X-Forwarded-For", visitor), ("Origin", origin) })
        {
            if (value.Length > 0)
            {
                request.Headers.Add(name, value);
            }
        }

        if (method == HttpMethod.Post)
        {
            request.Content = JsonContent.Create(new { email = "personne@exemple.fr", password = "x" });
        }

        return await client.SendAsync(request);
    }

    private static string[] Cookies(HttpResponseMessage answer)
    {
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToArray() : [];
        cookies.ShouldNotBeEmpty();
        return cookies;
    }

    public sealed class BehindProxy : EcoprodApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Proxy:KnownNetworks", "10.1.2.0/24"),
            new("Public:BaseUrl", "https://ecoprod.example"),
            new("Accounts:RateLimit:Permits", "3"),
            new("Accounts:RateLimit:Seconds", "3600"),
            new("Accounts:AnswerMilliseconds", "0"),
        ];

        protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IStartupFilter, Peer>();
    }

    /// <summary>The test server knows no peers: a header of the test names them.</summary>
    private sealed class Peer : IStartupFilter
    {
        public const string Header = "Test-Peer";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => builder =>
        {
            builder.Use((http, go) =>
            {
                http.Connection.RemoteIpAddress = IPAddress.TryParse(http.Request.Headers[Header], out var peer) ? peer : IPAddress.Loopback;
                return go(http);
            });
            next(builder);
        };
    }
}
