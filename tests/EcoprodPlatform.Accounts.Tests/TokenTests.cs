using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EcoprodPlatform.Accounts.Contracts;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class TokenTests(AccountsApp app)
{
    [Fact]
    public async Task A_program_signs_in_reads_who_it_is_and_refreshes()
    {
        var person = await app.PersonAsync(isStaff: true);
        using var client = app.CreateClient();
        var token = await TokenAsync(client, person.Email);
        token["tokenType"]!.GetValue<string>().ShouldBe("Bearer");
        token["expiresIn"]!.GetValue<int>().ShouldBe(1800);

        using var me = await GetMeAsync(client, token);
        me.StatusCode.ShouldBe(HttpStatusCode.OK);
        var who = (await me.Content.ReadFromJsonAsync<JsonObject>())!;
        who["id"]!.GetValue<Guid>().ShouldBe(person.Id);
        who["email"]!.GetValue<string>().ShouldBe(person.Email);
        who["isStaff"]!.GetValue<bool>().ShouldBeTrue();

        using var refreshed = await client.PostAsJsonAsync("/api/accounts/tokens/refresh", new { refreshToken = token["refreshToken"]!.GetValue<string>() });
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await GetMeAsync(client, (await refreshed.Content.ReadFromJsonAsync<JsonObject>())!);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unknown_address_wrong_password_unconfirmed_account_and_too_many_tries_get_one_answer()
    {
        var person = await app.PersonAsync();
        var unconfirmed = app.NewAddress();
        await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", unconfirmed), ("password", Password));
        using var client = app.CreateClient();
        var answers = new List<string>
        {
            await RefusalAsync(client, app.NewAddress(), Password),
            await RefusalAsync(client, unconfirmed, Password),
            await RefusalAsync(client, "pas une adresse", Password),
            await RefusalAsync(client, person.Email, new string('x', 10_000)),
        };
        for (var i = 0; i < 5; i++)
        {
            answers.Add(await RefusalAsync(client, person.Email, "pas le bon mot"));
        }

        answers.Add(await RefusalAsync(client, person.Email, Password));
        answers.Distinct().ShouldHaveSingleItem().ShouldContain("account.sign-in-refused");
    }

    [Fact]
    public async Task An_account_with_second_factor_asks_for_its_code()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        var page = await SubmitAsync(session, "/compte/double-authentification");
        var key = page.Find("main details code").TextContent;
        await session.SubmitAsync(page, ("code", app.NextCode(key)));

        using var client = app.CreateClient();
        (await RefusalAsync(client, person.Email, Password)).ShouldContain("account.second-factor-needed");
        (await RefusalAsync(client, person.Email, "pas le bon mot")).ShouldContain("account.sign-in-refused");
        (await RefusalAsync(client, person.Email, Password, app.WrongCode(key))).ShouldContain("account.sign-in-refused");
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens", new { email = person.Email, password = Password, twoFactorCode = app.NextCode(key) });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_are_worth_nothing_once_the_access_is_removed()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var token = await TokenAsync(client, person.Email);
        var session = await app.SignedInAsync(person);
        await SubmitAsync(session, "/compte/mot-de-passe", ("currentPassword", Password), ("password", "une tout autre phrase"));

        using var me = await GetMeAsync(client, token);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var refresh = await client.PostAsJsonAsync("/api/accounts/tokens/refresh", new { refreshToken = token["refreshToken"]!.GetValue<string>() });
        refresh.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_expire()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var token = await TokenAsync(client, person.Email);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        using var me = await GetMeAsync(client, token);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        app.Clock.Advance(TimeSpan.FromDays(14));
        using var refresh = await client.PostAsJsonAsync("/api/accounts/tokens/refresh", new { refreshToken = token["refreshToken"]!.GetValue<string>() });
        refresh.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_one_turn_and_the_tokens_before_stay_good_until_they_expire()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var first = await TokenAsync(client, person.Email);
        var second = await RefreshedAsync(client, first);
        var third = await RefreshedAsync(client, second);
        foreach (var token in (JsonObject[])[first, second, third])
        {
            using var me = await GetMeAsync(client, token);
            me.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions where user_id = '{person.Id}'")).ShouldBe(1, "one family, one row");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_back_ends_its_whole_family_and_no_other()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var other = await TokenAsync(client, person.Email);
        var first = await TokenAsync(client, person.Email);
        var second = await RefreshedAsync(client, first);

        (await RefreshStatusAsync(client, first)).ShouldBe(HttpStatusCode.Unauthorized);

        (await RefreshStatusAsync(client, second)).ShouldBe(HttpStatusCode.Unauthorized, "nobody knows which of the two is the thief");
        foreach (var token in (JsonObject[])[first, second])
        {
            using var me = await GetMeAsync(client, token);
            me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var others = await GetMeAsync(client, other);
        others.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RefreshStatusAsync(client, other)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_refreshes_at_once_with_one_token_the_second_ends_the_family()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var token = await TokenAsync(client, person.Email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RefreshStatusAsync(client, token)));
        answers.Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Unauthorized]);
        using var me = await GetMeAsync(client, token);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions where user_id = '{person.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task An_access_token_refreshes_nothing_and_a_refresh_token_opens_nothing()
    {
        using var client = app.CreateClient();
        var token = await TokenAsync(client, (await app.PersonAsync()).Email);
        var swapped = new JsonObject { ["accessToken"] = token["refreshToken"]!.GetValue<string>(), ["refreshToken"] = token["accessToken"]!.GetValue<string>() };
        (await RefreshStatusAsync(client, swapped)).ShouldBe(HttpStatusCode.Unauthorized);
        using var me = await GetMeAsync(client, swapped);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await RefreshStatusAsync(client, token)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/accounts/me", null, "Bearer")]
    [InlineData("/api/accounts/me", "Bearer nonsense", "Bearer error=\"invalid_token\"")]
    [InlineData("/api/accounts/me", "Basic YTpi", "Bearer")]
    [InlineData("/api/projects", null, "Bearer")]
    [InlineData("/api/projects", "Bearer nonsense", "Bearer error=\"invalid_token\"")]
    public async Task Every_401_of_the_api_says_how_to_sign_in(string path, string? given, string told)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", given);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.GetValues("WWW-Authenticate").ShouldBe([told]);
    }

    [Fact]
    public async Task A_refused_sign_in_and_a_closed_session_say_so_in_the_header_too()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        using var refused = await client.PostAsJsonAsync("/api/accounts/tokens", new { email = person.Email, password = "pas le bon mot" });
        refused.Headers.GetValues("WWW-Authenticate").ShouldBe(["Bearer"]);
        var token = await TokenAsync(client, person.Email);
        await app.Database.ExecuteAsync($"delete from accounts.sessions where user_id = '{person.Id}'");
        using var me = await GetMeAsync(client, token);
        me.Headers.GetValues("WWW-Authenticate").ShouldBe(["Bearer error=\"invalid_token\""]);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.Unauthorized)]
    [InlineData("{\"email\":null,\"password\":null}", HttpStatusCode.Unauthorized)]
    [InlineData("{\"email\":\"a\\u0000@b.fr\",\"password\":\"\\u0000\"}", HttpStatusCode.Unauthorized)]
    [InlineData("{\"email\":3}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"email\":\"a@b.fr\",\"pasword\":\"x\"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("pas du json", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task Nonsense_gets_a_clear_answer(string body, HttpStatusCode status)
    {
        using var client = app.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/accounts/tokens", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    public async Task A_token_of_nobody_is_refused(string header)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var answer = await client.GetAsync(new Uri("/api/accounts/me", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_name_is_changed_through_the_api_as_through_the_page()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        var token = await TokenAsync(client, person.Email);
        using var me = await GetMeAsync(client, token);
        var version = me.Headers.ETag!;

        using (var unversioned = await SendAsync(client, token, HttpMethod.Put, new { firstName = "Alix", lastName = "Petit", language = "fr" }, null))
        {
            unversioned.StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
            (await unversioned.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>().ShouldBe("web.version-required");
        }

        (await PutAsync(client, token, new { firstName = "Alix", lastName = "Petit", language = "fr" }, version)).ShouldBe(HttpStatusCode.NoContent);
        (await PutAsync(client, token, new { firstName = "Sacha", lastName = "Petit", language = "fr" }, version)).ShouldBe(HttpStatusCode.PreconditionFailed);
        using var now = await GetMeAsync(client, token);
        (await PutAsync(client, token, new { firstName = new string('x', 10_000), lastName = "Petit", language = "fr" }, now.Headers.ETag)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PutAsync(client, token, new { firstName = "a\0b", lastName = "Petit", language = "fr" }, now.Headers.ETag)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PutAsync(client, token, new { firstName = "Alix", lastName = "Petit", language = "de" }, now.Headers.ETag)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.Database.ScalarAsync<string>($"select first_name from accounts.people where id = '{person.Id}'")).ShouldBe("Alix");
    }

    private static async Task<JsonObject> TokenAsync(HttpClient client, string email)
    {
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password = Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<JsonObject> RefreshedAsync(HttpClient client, JsonObject token)
    {
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens/refresh", new { refreshToken = token["refreshToken"]!.GetValue<string>() });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<HttpStatusCode> RefreshStatusAsync(HttpClient client, JsonObject token)
    {
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens/refresh", new { refreshToken = token["refreshToken"]!.GetValue<string>() });
        return answer.StatusCode;
    }

    private static async Task<string> RefusalAsync(HttpClient client, string email, string password, string? twoFactorCode = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password, twoFactorCode });
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        problem.Remove("traceId");
        return problem.ToJsonString();
    }

    private static Task<HttpResponseMessage> GetMeAsync(HttpClient client, JsonObject token) => SendAsync(client, token, HttpMethod.Get, null, null);

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, JsonObject token, object body, EntityTagHeaderValue? version)
    {
        using var answer = await SendAsync(client, token, HttpMethod.Put, body, version);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, JsonObject token, HttpMethod method, object? body, EntityTagHeaderValue? version)
    {
        using var request = new HttpRequestMessage(method, "/api/accounts/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token["accessToken"]!.GetValue<string>());
        request.Content = body is null ? null : JsonContent.Create(body);
        if (version is not null)
        {
            request.Headers.IfMatch.Add(version);
        }

        return await client.SendAsync(request);
    }
}
