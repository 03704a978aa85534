using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class SecondFactorTests(AccountsApp app)
{
    [Fact]
    public async Task A_code_of_the_app_turns_it_on_and_signing_in_asks_for_one()
    {
        var person = await app.PersonAsync();
        var (_, key, codes) = await TurnOnAsync(person);
        codes.Count.ShouldBe(10);
        codes.Distinct().Count().ShouldBe(10);
        (await app.EventsOfAsync(person.Id)).ShouldContain("second-factor-turned-on.v1");
        (await app.MailToAsync(person.Email)).Plain.ShouldContain("La double authentification est activée");

        var visitor = app.NewVisitor();
        var step = await TrySignInAsync(visitor, person.Email, next: "/compte/securite");
        step.Path.ShouldBe("/compte/connexion/code?retour=%2Fcompte%2Fsecurite");
        (await IsSignedInAsync(visitor)).ShouldBeFalse("the password alone opens nothing");

        var wrong = await visitor.SubmitAsync(step, ("code", app.WrongCode(key)));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.SubmitAsync(wrong, ("code", app.NextCode(key).Insert(3, " ")))).Path.ShouldBe("/compte/securite");
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_qr_code_is_drawn_in_the_page_and_its_key_written_out()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        var page = await SubmitAsync(visitor, "/compte/double-authentification");

        page.Path.ShouldBe("/compte/double-authentification/activation");
        page.Find("main svg").GetAttribute("aria-label")!.ShouldNotBeEmpty();
        page.Find("main svg path").GetAttribute("d")!.ShouldStartWith("M4 4h7v1h-7z", Case.Sensitive, "the corner of a QR code inside its quiet zone");
        page.Has("main img, main [style]").ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_and_the_recovery_codes_are_kept_by_no_browser()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var page = await SubmitAsync(visitor, "/compte/double-authentification");
        using (var setUp = await visitor.Client.GetAsync(page.Address))
        {
            setUp.Headers.CacheControl!.ToString().ShouldBe("no-store");
        }

        var fields = Visitor.FieldsOf(page.Form("main form[method=post]")).Where(f => f.Key != "code").Append(new("code", app.NextCode(page.Find("main details code").TextContent)));
        using var codes = await visitor.PostAsync(page.Address.PathAndQuery, [.. fields.Select(f => (f.Key, f.Value))]);
        codes.StatusCode.ShouldBe(HttpStatusCode.OK);
        codes.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var renew = await visitor.GetPageAsync("/compte/double-authentification/codes");
        fields = Visitor.FieldsOf(renew.Form("main form[method=post]")).Where(f => f.Key != "currentPassword").Append(new("currentPassword", Password));
        using var renewed = await visitor.PostAsync(renew.Path, [.. fields.Select(f => (f.Key, f.Value))]);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        renewed.Headers.CacheControl!.ToString().ShouldBe("no-store");
        using var account = await visitor.Client.GetAsync(new Uri(AccountLinks.Account, UriKind.Relative));
        account.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
    }

    [Fact]
    public async Task A_wrong_code_turns_nothing_on()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var page = await SubmitAsync(visitor, "/compte/double-authentification");
        var key = page.Find("main details code").TextContent;
        var wrong = await visitor.SubmitAsync(page, ("code", app.WrongCode(key)));

        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Find("main details code").TextContent.ShouldBe(key, "the same key is shown again");
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_only_once()
    {
        var person = await app.PersonAsync();
        var (session, _, codes) = await TurnOnAsync(person);
        (await RecoverAsync(person, codes[3])).Path.ShouldBe("/");
        (await RecoverAsync(person, codes[3])).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await session.GetPageAsync("/compte/double-authentification")).Text.ShouldContain("Il vous reste 9 codes de secours");
    }

    [Fact]
    public async Task New_recovery_codes_void_the_earlier_ones_and_ask_for_the_password()
    {
        var person = await app.PersonAsync();
        var (session, _, codes) = await TurnOnAsync(person);
        (await SubmitAsync(session, "/compte/double-authentification/codes", ("currentPassword", "pas le bon mot"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var renewed = (await SubmitAsync(session, "/compte/double-authentification/codes", ("currentPassword", Password))).Texts("main li code");

        renewed.Count.ShouldBe(10);
        (await RecoverAsync(person, codes[0])).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await RecoverAsync(person, renewed[0])).Path.ShouldBe("/");
    }

    [Fact]
    public async Task It_is_turned_off_with_the_password_and_the_app_is_worth_nothing_then()
    {
        var person = await app.PersonAsync();
        var (session, key, _) = await TurnOnAsync(person);
        (await SubmitAsync(session, "/compte/double-authentification/arret", ("currentPassword", Password))).Text.ShouldContain("désactivée");

        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/");
        var setUp = await SubmitAsync(session, "/compte/double-authentification");
        setUp.Find("main details code").TextContent.ShouldNotBe(key);
        (await app.EventsOfAsync(person.Id)).ShouldContain("second-factor-turned-off.v1");
    }

    [Fact]
    public async Task Guessing_codes_is_stopped()
    {
        var person = await app.PersonAsync();
        var (_, key, _) = await TurnOnAsync(person);
        var visitor = app.NewVisitor();
        var page = await TrySignInAsync(visitor, person.Email);
        for (var i = 0; i < 5; i++)
        {
            page = await visitor.SubmitAsync(page, ("code", app.WrongCode(key)));
        }

        (await visitor.SubmitAsync(page, ("code", app.NextCode(key)))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_code_signs_in_once_and_neither_it_nor_an_older_one_again()
    {
        var person = await app.PersonAsync();
        var (_, key, _) = await TurnOnAsync(person);
        var older = app.NextCode(key);
        var code = app.NextCode(key);
        (await SignInAsync(person, code)).Path.ShouldBe("/");
        (await SignInAsync(person, code)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SignInAsync(person, older)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TokenStatusAsync(person, code)).ShouldBe(HttpStatusCode.Unauthorized, "nor for a program");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (await SignInAsync(person, app.NextCode(key))).Path.ShouldBe("/");
    }

    [Fact]
    public async Task A_code_that_gave_a_program_its_tokens_is_used_up_too()
    {
        var person = await app.PersonAsync();
        var (_, key, _) = await TurnOnAsync(person);
        var code = app.NextCode(key);
        (await TokenStatusAsync(person, code)).ShouldBe(HttpStatusCode.OK);
        (await TokenStatusAsync(person, code)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(person, code)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_code_that_turned_it_on_does_not_sign_in()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        var page = await SubmitAsync(session, "/compte/double-authentification");
        var code = app.NextCode(page.Find("main details code").TextContent);
        (await session.SubmitAsync(page, ("code", code))).Title.ShouldStartWith("Vos codes de secours");
        (await SignInAsync(person, code)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Of_many_sign_ins_at_once_with_one_code_one_succeeds()
    {
        var person = await app.PersonAsync();
        var (_, key, _) = await TurnOnAsync(person);
        var code = app.NextCode(key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TokenStatusAsync(person, code)));
        answers.Count(a => a == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task The_second_step_without_the_first_leads_to_the_first()
        => (await app.NewVisitor().GetPageAsync("/compte/connexion/code")).Path.ShouldBe(AccountLinks.SignIn);

    [Fact]
    public async Task Turning_it_on_twice_is_told()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        var stale = await session.GetPageAsync("/compte/double-authentification");
        await TurnOnAsync(person, session);

        var again = await session.SubmitAsync(stale, stale.Form());
        again.Text.ShouldContain("déjà active");
        (await session.GetPageAsync("/compte/double-authentification/activation")).Path.ShouldBe("/compte/double-authentification");
    }

    private async Task<(Visitor Session, string Key, IReadOnlyList<string> Codes)> TurnOnAsync(Known person, Visitor? session = null)
    {
        session ??= await app.SignedInAsync(person);
        var page = await SubmitAsync(session, "/compte/double-authentification");
        var key = page.Find("main details code").TextContent;
        var codes = await session.SubmitAsync(page, ("code", app.NextCode(key)));
        codes.Title.ShouldStartWith("Vos codes de secours");
        return (session, key, codes.Texts("main li code"));
    }

    private async Task<Page> SignInAsync(Known person, string code)
    {
        var visitor = app.NewVisitor();
        return await visitor.SubmitAsync(await TrySignInAsync(visitor, person.Email), ("code", code));
    }

    private async Task<HttpStatusCode> TokenStatusAsync(Known person, string code)
    {
        using var client = app.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens", new { email = person.Email, password = Password, twoFactorCode = code });
        return answer.StatusCode;
    }

    private async Task<Page> RecoverAsync(Known person, string code)
    {
        var visitor = app.NewVisitor();
        var step = await TrySignInAsync(visitor, person.Email);
        var recovery = await visitor.GetPageAsync(step.Find("main .formactions a").GetAttribute("href")!);
        return await visitor.SubmitAsync(recovery, ("code", code));
    }
}
