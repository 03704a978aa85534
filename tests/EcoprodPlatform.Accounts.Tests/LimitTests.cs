using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Accounts.Contracts;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Accounts.Tests;

public sealed class LimitTests(LimitTests.StrictApp app) : IClassFixture<LimitTests.StrictApp>
{
    [Fact]
    public async Task Too_many_attempts_from_one_address_are_told_to_wait_and_other_pages_still_open()
    {
        using var client = app.CreateClient();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 4; i++)
        {
            refused?.Dispose();
            refused = await client.PostAsJsonAsync("/api/accounts/tokens", new { email = "x@exemple.fr", password = "y" });
        }

        using (refused)
        {
            refused!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        var page = await AccountsApp.TrySignInAsync(app.NewVisitor(), "x@exemple.fr", "y");
        page.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Text.ShouldContain("Patientez");
        (await app.NewVisitor().GetPageAsync(AccountLinks.SignIn)).Status.ShouldBe(HttpStatusCode.OK);
    }

    public sealed class StrictApp : AccountsApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Accounts:RateLimit:Permits", "3"),
            new("Accounts:RateLimit:Seconds", "3600"),
            new("Accounts:AnswerMilliseconds", "0"),
        ];
    }
}
