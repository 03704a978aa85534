using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>An open session that somebody else finds must not become a lasting take-over.</summary>
[Collection("accounts")]
public sealed class TakeOverTests(AccountsApp app)
{
    private const string New = "une tout autre phrase";

    public static TheoryData<string> Pages => ["/compte/cles-d-acces/AAAA/retrait", "/compte/double-authentification/activation"];

    public static TheoryData<string, string> Forms => new()
    {
        { "/compte/cles-d-acces/options", "/compte/cles-d-acces" },
        { "/compte/cles-d-acces/ajout", "/compte/cles-d-acces" },
        { "/compte/cles-d-acces/AAAA/retrait", "/compte/cles-d-acces/AAAA/retrait" },
        { "/compte/double-authentification", "/compte/double-authentification" },
        { "/compte/double-authentification/activation", "/compte/double-authentification/activation" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_that_could_take_the_account_over_asks_again_after_ten_minutes(string path)
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        (await visitor.GetPageAsync(path)).Path.ShouldNotStartWith("/compte/verification");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (await visitor.GetPageAsync(path)).Path.ShouldBe("/compte/verification?retour=" + Uri.EscapeDataString(path));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_that_could_take_the_account_over_does_nothing_ten_minutes_after_the_sign_in(string path, string back)
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        var token = Token(await visitor.GetPageAsync("/compte/mot-de-passe"));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using var answer = await visitor.PostAsync(path, ("__RequestVerificationToken", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/compte/verification?retour=" + Uri.EscapeDataString(back));
    }

    [Theory]
    [InlineData("/compte/mot-de-passe")]
    [InlineData("/compte/adresse")]
    [InlineData("/compte/suppression")]
    [InlineData("/compte/double-authentification/codes")]
    [InlineData("/compte/double-authentification/arret")]
    public async Task The_other_changes_ask_for_the_password_each_time(string path)
        => (await (await app.SignedInAsync(await app.PersonAsync())).GetPageAsync(path)).Has("#f-currentPassword").ShouldBeTrue();

    [Fact]
    public async Task The_password_opens_what_was_asked_for_and_a_wrong_one_does_not()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var list = await visitor.GetPageAsync("/compte/cles-d-acces");
        list.Has("form[data-passkey]").ShouldBeFalse();
        var proof = await visitor.GetPageAsync(list.Find("main a[href^='/compte/verification']").GetAttribute("href")!);

        var wrong = await visitor.SubmitAsync(proof, Plain(proof), ("currentPassword", "pas le bon mot"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.GetPageAsync("/compte/cles-d-acces")).Has("form[data-passkey]").ShouldBeFalse();

        var back = await visitor.SubmitAsync(proof, Plain(proof), ("currentPassword", Password));
        back.Path.ShouldBe("/compte/cles-d-acces");
        back.Has("form[data-passkey]").ShouldBeTrue();
    }

    [Fact]
    public async Task A_passkey_stands_for_the_password_of_whoever_uses_no_other()
    {
        var person = await app.PersonAsync();
        using var key = new SoftwareAuthenticator("http://localhost", "localhost");
        await PasskeyTests.AddAsync(await app.SignedInAsync(person), key, "Clé");
        var visitor = app.NewVisitor();
        await PasskeyTests.SignInAsync(visitor, key, "/compte");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var form = await visitor.GetPageAsync("/compte/mot-de-passe");
        form.Has("#f-currentPassword").ShouldBeTrue("the sign-in is too old");

        var proof = await visitor.GetPageAsync(form.Find("main a[href^='/compte/verification']").GetAttribute("href")!);
        var proving = proof.Form("main form[data-passkey]");
        form = await visitor.SubmitAsync(proof, proving, ("credential", key.Get(await PasskeyTests.OptionsAsync(visitor, proving))));
        form.Path.ShouldBe("/compte/mot-de-passe");
        form.Has("#f-currentPassword").ShouldBeFalse();
        (await visitor.SubmitAsync(form, Plain(form), ("password", New))).Text.ShouldContain("Mot de passe changé");
        (await TrySignInAsync(app.NewVisitor(), person.Email, New)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_elses_passkey_proves_nothing()
    {
        using var key = new SoftwareAuthenticator("http://localhost", "localhost");
        await PasskeyTests.AddAsync(await app.SignedInAsync(await app.PersonAsync()), key, "Clé");
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        var proof = await visitor.GetPageAsync("/compte/verification");
        var proving = proof.Form("main form[data-passkey]");
        (await visitor.SubmitAsync(proof, proving, ("credential", key.Get(await PasskeyTests.OptionsAsync(visitor, proving))))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.GetPageAsync("/compte/mot-de-passe")).Has("#f-currentPassword").ShouldBeTrue();
    }

    [Fact]
    public async Task A_reset_by_mail_shows_what_else_opens_the_account_and_takes_away_what_its_owner_does_not_know()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        using var mine = new Keys();
        using var theirs = new Keys();
        await PasskeyTests.AddAsync(session, mine.Key, "La mienne");
        await PasskeyTests.AddAsync(session, theirs.Key, "Inconnue");
        await TurnOnAsync(session);

        var visitor = app.NewVisitor();
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email));
        var reset = await visitor.GetPageAsync(LinkIn(await app.MailToAsync(person.Email)));
        reset.Texts("main fieldset label").Select(t => t.Split("Ajoutée")[0].Trim()).ShouldBe(["Inconnue", "La mienne"]);
        reset.All("main fieldset input[checked]").ShouldBeEmpty("what to remove is the owner's choice");
        var unknown = reset.All("main fieldset input")[0].GetAttribute("value")!;
        (await visitor.SubmitAsync(reset, Plain(reset), ("password", New), ("passkey", unknown), ("secondFactor", "true"))).Text.ShouldContain("Mot de passe enregistré");

        (await IsSignedInAsync(session)).ShouldBeFalse("every session ends at once");
        (await PasskeyTests.SignInAsync(app.NewVisitor(), theirs.Key, "/compte")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PasskeyTests.SignInAsync(app.NewVisitor(), mine.Key, "/compte")).Path.ShouldBe("/compte");
        (await TrySignInAsync(app.NewVisitor(), person.Email, New)).Path.ShouldBe("/", "no code is asked any more");
    }

    [Fact]
    public async Task A_second_factor_of_more_than_seven_days_is_not_turned_off_by_a_mail()
    {
        var person = await app.PersonAsync();
        await TurnOnAsync(await app.SignedInAsync(person));
        app.Clock.Advance(TimeSpan.FromDays(8));
        var visitor = app.NewVisitor();
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email));
        var link = LinkIn(await app.MailToAsync(person.Email));
        var reset = await visitor.GetPageAsync(link);
        reset.Has("input[name=secondFactor]").ShouldBeFalse();
        reset.Text.ShouldContain("La double authentification reste active");
        using var forced = await visitor.PostAsync(link, ("password", New), ("secondFactor", "true"), ("__RequestVerificationToken", Token(reset)));
        forced.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await TrySignInAsync(app.NewVisitor(), person.Email, New)).Path.ShouldStartWith("/compte/connexion/code");
    }

    [Fact]
    public async Task A_link_that_is_not_good_shows_nothing_of_the_account()
    {
        var person = await app.PersonAsync();
        using var keys = new Keys();
        await PasskeyTests.AddAsync(await app.SignedInAsync(person), keys.Key, "La mienne");
        (await app.NewVisitor().GetPageAsync($"/compte/nouveau-mot-de-passe?personne={person.Id}&jeton=Q2Zzz")).Text.ShouldNotContain("La mienne");
    }

    private static IHtmlFormElement Plain(Page page) => page.Form("main form[method=post]:not([data-passkey])");

    private static string Token(Page page) => page.Find("main input[name=__RequestVerificationToken]").GetAttribute("value")!;

    private async Task<string> TurnOnAsync(Visitor session)
    {
        var page = await SubmitAsync(session, "/compte/double-authentification");
        var key = page.Find("main details code").TextContent;
        (await session.SubmitAsync(page, ("code", app.NextCode(key)))).Title.ShouldStartWith("Vos codes de secours");
        return key;
    }

    private sealed class Keys : IDisposable
    {
        public SoftwareAuthenticator Key { get; } = new("http://localhost", "localhost");

        public void Dispose() => Key.Dispose();
    }
}
