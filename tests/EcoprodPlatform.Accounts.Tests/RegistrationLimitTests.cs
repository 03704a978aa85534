using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

public sealed class RegistrationLimitTests(RegistrationLimitTests.ProxiedApp app) : IClassFixture<RegistrationLimitTests.ProxiedApp>
{
    [Fact]
    public async Task A_network_registers_twenty_an_hour_and_sixty_a_day_and_is_told_when_to_come_back()
    {
        for (var hour = 0; hour < 3; hour++)
        {
            for (var i = 0; i < 20; i++)
            {
                (await RegisterAsync("192.0.2.7")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            }

            using var refused = await RegisterAsync("192.0.2.8");
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "the network counts, not the address");
            (await refused.Content.ReadAsStringAsync()).ShouldContain("Beaucoup d’inscriptions sont venues de votre réseau");
            refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(50));
            (await RegisterAsync($"198.51.100.{hour + 1}")).StatusCode.ShouldBe(HttpStatusCode.SeeOther, "other networks go on");
            app.Clock.Advance(TimeSpan.FromMinutes(61));
        }

        using var day = await RegisterAsync("192.0.2.7");
        day.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await day.Content.ReadAsStringAsync()).ShouldContain("dans 21 heures");
        app.Clock.Advance(TimeSpan.FromHours(22));
        (await RegisterAsync("192.0.2.7")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Of_ipv6_a_48_is_one_network_and_a_known_address_counts_like_any()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 20; i++)
        {
            (await RegisterAsync($"2001:db8:1:{i}::1", person.Email)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        (await RegisterAsync("2001:db8:1:ffff::1", person.Email)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await RegisterAsync("2001:db8:2::1", person.Email)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_registration_waits_for_no_other_network()
    {
        (await RegisterAsync("203.0.113.1")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        app.Clock.Advance(TimeSpan.FromHours(25));
        // Another registration of that network is under way, and its old rows are due to be swept.
        await using var connection = await app.Database.Source.OpenConnectionAsync();
        await using var underWay = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("update accounts.mail_allowances set taken = taken where who like 'network:CB0071:%'", connection, underWay))
        {
            (await command.ExecuteNonQueryAsync()).ShouldBe(2);
        }

        using var answer = await RegisterAsync("198.18.0.1").WaitAsync(TimeSpan.FromSeconds(30));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Many_at_once_from_one_network_get_what_is_allowed_and_the_others_are_told()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => RegisterAsync("198.18.7.1")));
        answers.Count(a => a.StatusCode == HttpStatusCode.SeeOther).ShouldBe(20);
        answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(20);
    }

    private async Task<HttpResponseMessage> RegisterAsync(string from, string? email = null)
    {
        var visitor = app.NewVisitor();
        visitor.Client.DefaultRequestHeaders.Add(Peer.Header, from);
        var page = await visitor.GetPageAsync(AccountLinks.Register);
        var token = page.All("main input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        return await visitor.PostAsync(
            AccountLinks.Register,
            ("firstName", "Zoé"), ("lastName", "Nguyễn"), ("email", email ?? app.NewAddress()), ("password", Password), ("__RequestVerificationToken", token));
    }

    /// <summary>The limits as they are in earnest, and a header that says which address the visitor comes from.</summary>
    public sealed class ProxiedApp : AccountsApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Accounts:RateLimit:Permits", "100000"), new("Accounts:AnswerMilliseconds", "0")];

        protected override void ConfigureServices(IServiceCollection services)
        {
            base.ConfigureServices(services);
            services.AddSingleton<IStartupFilter, Peer>();
        }
    }

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
