using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class SignInTests(AccountsApp app)
{
    [Fact]
    public async Task Unknown_address_wrong_password_and_too_many_tries_get_one_and_the_same_answer()
    {
        var person = await app.PersonAsync();
        var unknown = await TrySignInAsync(app.NewVisitor(), app.NewAddress());
        unknown.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        unknown.Text.ShouldContain("L’adresse ou le mot de passe ne sont pas reconnus");

        for (var i = 0; i < 5; i++)
        {
            Same(await TrySignInAsync(app.NewVisitor(), person.Email, "pas le bon mot"), unknown);
        }

        Same(await TrySignInAsync(app.NewVisitor(), person.Email), unknown);
    }

    /// <summary>A decoded accent in the address to go on to was a 500 without a session.</summary>
    [Theory]
    [InlineData("/projets?q=été", "/projets?q=%C3%A9t%C3%A9")]
    [InlineData("/é", "/%C3%A9")]
    [InlineData("/projets?q=a%20b", "/projets?q=a%20b")]
    public async Task One_goes_on_to_any_address_of_the_site_after_signing_in(string asked, string told)
    {
        var person = await app.PersonAsync();
        var visitor = app.NewVisitor();
        var page = await visitor.GetPageAsync($"{AccountLinks.SignIn}?retour={Uri.EscapeDataString(asked)}");
        var fields = page.Form("main form[method=post]:not([data-passkey])").Elements.Where(e => e.HasAttribute("name"))
            .Select(e => (e.GetAttribute("name")!, e.GetAttribute("name") switch { "email" => person.Email, "password" => Password, _ => e.GetAttribute("value") ?? "" })).Where(f => f.Item1 != "remember").ToArray();

        using var answer = await visitor.PostAsync($"{AccountLinks.SignIn}?retour={Uri.EscapeDataString(asked)}", fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.GetValues("Location").Single().ShouldBe(told);
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    [Fact]
    public async Task Too_many_tries_are_forgotten_after_ten_minutes()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 5; i++)
        {
            await TrySignInAsync(app.NewVisitor(), person.Email, "pas le bon mot");
        }

        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_the_password_of_an_unconfirmed_account_is_stopped_too()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await SubmitAsync(visitor, AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", email), ("password", Password));
        for (var i = 0; i < 5; i++)
        {
            (await TrySignInAsync(visitor, email, "pas le bon mot")).Text.ShouldNotContain("confirmée");
        }

        (await TrySignInAsync(visitor, email)).Text.ShouldNotContain("confirmée");
    }

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_other_sites_and_secure_over_https()
    {
        var person = await app.PersonAsync();
        foreach (var (remember, scheme) in new[] { (false, "http"), (true, "https") })
        {
            using var client = app.CreateClient();
            client.BaseAddress = new Uri($"{scheme}://localhost");
            using var visitor = new HttpVisitor(client);
            var cookie = await visitor.SignInAsync(person.Email, Password, remember);

            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=lax", Case.Insensitive);
            cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase).ShouldBe(scheme == "https");
            cookie.Contains("expires=", StringComparison.OrdinalIgnoreCase).ShouldBe(remember, "only who asks to stay signed in is kept beyond the browser");
        }
    }

    [Fact]
    public async Task Pages_send_anonymous_visitors_to_sign_in_and_back_and_the_api_answers_401()
    {
        var person = await app.PersonAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.GetPageAsync("/compte/securite?x=1");
        asked.Path.ShouldBe("/compte/connexion?retour=%2Fcompte%2Fsecurite%3Fx%3D1");
        (await visitor.SubmitAsync(asked, asked.Form("main form:not([data-passkey])"), ("email", person.Email), ("password", Password))).Path.ShouldBe("/compte/securite?x=1");

        using var client = app.CreateClient();
        using var answer = await client.GetAsync(new Uri("/api/accounts/me", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<Problem>())!.Code.ShouldBe("web.sign-in-needed");
    }

    [Fact]
    public async Task Forms_of_the_account_refuse_a_missing_token_and_send_strangers_to_sign_in()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        string[] mine = ["/compte", "/compte/adresse", "/compte/mot-de-passe", "/compte/double-authentification", "/compte/double-authentification/activation", "/compte/double-authentification/codes", "/compte/double-authentification/arret", "/compte/cles-d-acces/options", "/compte/cles-d-acces/ajout", "/compte/cles-d-acces/AAAA", "/compte/cles-d-acces/AAAA/retrait", "/compte/sessions/019aaaaa-0000-7000-8000-000000000009/fermeture", "/compte/sessions/autres", "/compte/suppression", "/compte/verification", "/compte/verification/cle"];
        string[] anyone = ["/compte/inscription", "/compte/confirmation", "/compte/confirmation/renvoi", "/compte/connexion", "/compte/connexion/code", "/compte/connexion/secours", "/compte/connexion/cle", "/compte/connexion/cle/options", "/compte/deconnexion", "/compte/mot-de-passe-oublie", "/compte/nouveau-mot-de-passe", "/compte/adresse/confirmation"];
        foreach (var path in mine.Concat(anyone))
        {
            using var answer = await visitor.PostAsync(path, ("email", "x"));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }

        var stranger = app.NewVisitor();
        foreach (var path in mine)
        {
            using var answer = await stranger.PostAsync(path, ("email", "x"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Votre session a pris fin", Case.Sensitive, "a form that could not be saved is never answered by the sign-in page alone");
        }

        (await IsSignedInAsync(visitor)).ShouldBeTrue("nothing of it worked");
    }

    [Fact]
    public async Task A_session_ends_with_the_browser_or_after_twelve_hours_unless_asked_to_stay()
    {
        var person = await app.PersonAsync();
        var passing = await app.SignedInAsync(person);
        var staying = app.NewVisitor();
        await SubmitAsync(staying, AccountLinks.SignIn, ("email", person.Email), ("password", Password), ("remember", "true"));

        app.Clock.Advance(TimeSpan.FromHours(13));

        (await IsSignedInAsync(passing)).ShouldBeFalse();
        (await IsSignedInAsync(staying)).ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_in_shows_the_pages_in_the_persons_language()
    {
        var person = await app.PersonAsync(language: "en");
        (await TrySignInAsync(app.NewVisitor(), person.Email, next: AccountLinks.Account)).Title.ShouldStartWith("My account");
    }

    [Fact]
    public async Task Signing_out_twice_does_no_harm()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        var page = await visitor.GetPageAsync(AccountLinks.Account);
        var form = page.Form($"form[action='{AccountLinks.SignOut}']");
        (await visitor.SubmitAsync(page, form)).Status.ShouldBe(HttpStatusCode.OK);
        var again = await visitor.SubmitAsync(page, form);
        again.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest);
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_frame_of_every_page_offers_the_way_in()
    {
        var page = await app.NewVisitor().GetPageAsync("/compte/mot-de-passe-oublie");
        page.All(".who a").Select(a => a.GetAttribute("href")).ShouldContain("/compte/connexion");
        page.All(".who a").Select(a => a.GetAttribute("href")).ShouldContain("/compte/inscription");
    }

    private static void Same(Page page, Page as_)
    {
        page.Status.ShouldBe(as_.Status);
        page.Text.ShouldBe(as_.Text);
    }

    private sealed record Problem(string Code);
}

/// <summary>A client that shows the raw cookie, which a browser hides.</summary>
internal sealed class HttpVisitor(HttpClient client) : IDisposable
{
    public async Task<string> SignInAsync(string email, string password, bool remember)
    {
        var html = await client.GetStringAsync(new Uri(AccountLinks.SignIn, UriKind.Relative));
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        var token = document.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = new Dictionary<string, string> { ["email"] = email, ["password"] = password, ["__RequestVerificationToken"] = token };
        if (remember)
        {
            fields["remember"] = "true";
        }

        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri(AccountLinks.SignIn, UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ecoprod-session=", StringComparison.Ordinal));
    }

    public void Dispose() => client.Dispose();
}
