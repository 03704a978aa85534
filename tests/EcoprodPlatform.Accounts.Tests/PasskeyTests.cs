using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class PasskeyTests(AccountsApp app)
{
    [Fact]
    public async Task A_passkey_is_added_and_signs_in_without_address_password_or_code()
    {
        var person = await app.PersonAsync();
        using var key = NewKey();
        var added = await AddAsync(await app.SignedInAsync(person), key, "Téléphone <b>");
        added.Text.ShouldContain("Clé d’accès ajoutée");
        added.Find("main tbody th span").TextContent.ShouldBe("Téléphone <b>");
        (await app.EventsOfAsync(person.Id)).ShouldContain("passkey-added.v1");
        (await app.MailToAsync(person.Email)).Plain.ShouldContain("Une clé d’accès a été ajoutée");

        var visitor = app.NewVisitor();
        (await SignInAsync(visitor, key, "/compte/securite")).Path.ShouldBe("/compte/securite");
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    /// <summary>An open session must not become a lasting take-over.</summary>
    [Fact]
    public async Task An_open_session_alone_adds_no_passkey()
    {
        using var key = NewKey();
        var person = await app.PersonAsync();
        var page = await AddAsync(await app.SignedInAsync(person), key, "Clé", "pas le bon mot");

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Mot de passe actuel : il n’est pas reconnu");
        (await app.EventsOfAsync(person.Id)).ShouldNotContain("passkey-added.v1");
    }

    [Fact]
    public async Task Somebody_else_s_wrong_passwords_keep_no_passkey_out()
    {
        using var key = NewKey();
        var person = await app.PersonAsync();
        await AddAsync(await app.SignedInAsync(person), key, "Clé");
        for (var i = 0; i < 6; i++)
        {
            await TrySignInAsync(app.NewVisitor(), person.Email, "pas le bon mot");
        }

        var visitor = app.NewVisitor();
        (await SignInAsync(visitor, key, "/compte/securite")).Path.ShouldBe("/compte/securite");
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_answer_cannot_be_used_twice()
    {
        using var key = NewKey();
        await AddAsync(await app.SignedInAsync(await app.PersonAsync()), key, "Clé");
        var visitor = app.NewVisitor();
        var page = await visitor.GetPageAsync(AccountLinks.SignIn);
        var form = page.Form("main form[data-passkey]");
        var credential = key.Get(await OptionsAsync(visitor, form));
        (await visitor.SubmitAsync(page, form, ("credential", credential))).Status.ShouldBe(HttpStatusCode.OK);

        var thief = app.NewVisitor();
        var theirs = await thief.GetPageAsync(AccountLinks.SignIn);
        await OptionsAsync(thief, theirs.Form("main form[data-passkey]"));
        (await thief.SubmitAsync(theirs, theirs.Form("main form[data-passkey]"), ("credential", credential))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await IsSignedInAsync(thief)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_passkey_asked_for_by_another_site_is_refused()
    {
        using var key = new SoftwareAuthenticator("https://pirate.example", "pirate.example");
        var page = await AddAsync(await app.SignedInAsync(await app.PersonAsync()), key, "Clé");
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("n’a pas pu être ajoutée");
    }

    [Theory]
    [InlineData("")]
    [InlineData("pas du json")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task Nonsense_is_refused_in_words(string credential)
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        foreach (var ask in new[] { true, false })
        {
            var page = await visitor.GetPageAsync("/compte/cles-d-acces");
            var form = page.Form("main form[data-passkey]");
            if (ask)
            {
                await OptionsAsync(visitor, form);
            }

            (await visitor.SubmitAsync(page, form, ("credential", credential))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

            var stranger = app.NewVisitor();
            var signIn = await stranger.GetPageAsync(AccountLinks.SignIn);
            if (ask)
            {
                await OptionsAsync(stranger, signIn.Form("main form[data-passkey]"));
            }

            (await stranger.SubmitAsync(signIn, signIn.Form("main form[data-passkey]"), ("credential", credential))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact]
    public async Task Ones_own_passkeys_are_renamed_and_removed_and_nobody_elses()
    {
        var person = await app.PersonAsync();
        var (session, elsewhere) = (await app.SignedInAsync(person), app.NewVisitor());
        using var key = NewKey();
        var list = await AddAsync(session, key, "Clé");
        await SignInAsync(elsewhere, key, "/compte");
        var rename = list.All("main tbody a")[0].GetAttribute("href")!;

        var stranger = await app.SignedInAsync(await app.PersonAsync());
        (await stranger.GetPageAsync(rename)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetPageAsync(rename + "/retrait")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await session.GetPageAsync("/compte/cles-d-acces/pas!une!cle")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await session.GetPageAsync("/compte/cles-d-acces/" + new string('A', 3000))).Status.ShouldBe(HttpStatusCode.NotFound);

        (await SubmitAsync(session, rename, ("name", new string('x', 10_000)))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(session, rename, ("name", "Ordinateur"))).Find("main tbody th span").TextContent.ShouldBe("Ordinateur");

        var confirm = await session.GetPageAsync(rename + "/retrait");
        (await session.SubmitAsync(confirm)).Text.ShouldContain("Aucune clé d’accès");
        (await session.SubmitAsync(confirm, confirm.Form())).Status.ShouldBe(HttpStatusCode.NotFound, "a second time there is nothing to remove");
        (await SignInAsync(app.NewVisitor(), key, "/compte")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await IsSignedInAsync(elsewhere)).ShouldBeFalse("a session opened with the removed key is closed");
        (await IsSignedInAsync(session)).ShouldBeTrue();
        (await app.EventsOfAsync(person.Id)).ShouldBe(["account-opened.v1", "account-confirmed.v1", "passkey-added.v1", "passkey-removed.v1"]);
    }

    [Fact]
    public async Task Without_script_the_form_is_hidden_and_the_page_says_why()
    {
        var page = await (await app.SignedInAsync(await app.PersonAsync())).GetPageAsync("/compte/cles-d-acces");
        page.Find("form[data-passkey]").HasAttribute("hidden").ShouldBeTrue();
        page.Find("[data-passkey-absent]").TextContent.ShouldContain("JavaScript");
        page.Find("main script").GetAttribute("src")!.ShouldStartWith("/assets/passkeys.");
    }

    private static SoftwareAuthenticator NewKey() => new("http://localhost", "localhost");

    private static async Task<Page> AddAsync(Visitor visitor, SoftwareAuthenticator key, string name, string password = Password)
    {
        var page = await visitor.GetPageAsync("/compte/cles-d-acces");
        var form = page.Form("main form[data-passkey]");
        return await visitor.SubmitAsync(page, form, ("credential", key.Create(await OptionsAsync(visitor, form))), ("name", name), ("currentPassword", password));
    }

    private static async Task<Page> SignInAsync(Visitor visitor, SoftwareAuthenticator key, string next)
    {
        var page = await visitor.GetPageAsync(AccountLinks.SignInThen(next));
        var form = page.Form("main form[data-passkey]");
        return await visitor.SubmitAsync(page, form, ("credential", key.Get(await OptionsAsync(visitor, form))));
    }

    /// <summary>What the script does first: asks the server for the browser's options.</summary>
    private static async Task<string> OptionsAsync(Visitor visitor, IHtmlFormElement form)
    {
        // Browsers say where a form is from, and Identity compares it with what the authenticator signed.
        visitor.Client.DefaultRequestHeaders.Remove("Origin");
        visitor.Client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        using var answer = await visitor.PostAsync(form.GetAttribute("data-options")!, [.. Visitor.FieldsOf(form).Select(f => (f.Key, f.Value))]);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }
}
