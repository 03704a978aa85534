using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>Nobody can keep anybody out of their account.</summary>
[Collection("accounts")]
public sealed class KeptOutTests(AccountsApp app)
{
    private const string New = "une tout autre phrase";

    [Fact]
    public async Task Registrations_with_somebodys_address_leave_them_their_reset_by_mail()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 7; i++)
        {
            await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", person.Email), ("password", New));
        }

        (await app.MailsToAsync(person.Email)).ShouldBe(5);
        await SubmitAsync(app.NewVisitor(), "/compte/mot-de-passe-oublie", ("email", person.Email));
        (await app.MailToAsync(person.Email)).Subject.ShouldBe("Choisissez un nouveau mot de passe");
    }

    [Fact]
    public async Task Wrong_passwords_of_a_stranger_do_not_stop_a_known_device()
    {
        var person = await app.PersonAsync();
        var known = await app.SignedInAsync(person);
        await SignOutAsync(known);
        await GuessAsync(person);

        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "from the stranger's network");
        (await TrySignInAsync(known, person.Email)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task Wrong_passwords_of_a_stranger_do_not_stop_a_passkey()
    {
        var person = await app.PersonAsync();
        using var key = new SoftwareAuthenticator("http://localhost", "localhost");
        await PasskeyTests.AddAsync(await app.SignedInAsync(person), key, "Clé");
        await GuessAsync(person);
        (await PasskeyTests.SignInAsync(app.NewVisitor(), key, "/compte")).Path.ShouldBe("/compte");
    }

    [Fact]
    public async Task Wrong_passwords_of_a_stranger_do_not_stop_a_reset_and_the_sign_in_after_it()
    {
        var person = await app.PersonAsync();
        await GuessAsync(person);
        var visitor = app.NewVisitor();
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email));
        await SubmitAsync(visitor, LinkIn(await app.MailToAsync(person.Email)), ("password", New));
        await GuessAsync(person);
        (await TrySignInAsync(visitor, person.Email, New)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task A_device_that_is_known_is_no_place_to_guess_either()
    {
        var person = await app.PersonAsync();
        var known = await app.SignedInAsync(person);
        await SignOutAsync(known);
        for (var i = 0; i < 5; i++)
        {
            await TrySignInAsync(known, person.Email, "pas le bon mot");
        }

        (await TrySignInAsync(known, person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/", "elsewhere nobody has guessed");
    }

    [Fact]
    public async Task A_device_known_to_one_person_is_a_stranger_to_another()
    {
        var person = await app.PersonAsync();
        var strangersDevice = await app.SignedInAsync(await app.PersonAsync());
        await SignOutAsync(strangersDevice);
        await GuessAsync(person);
        (await TrySignInAsync(strangersDevice, person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Many_tries_at_once_are_no_more_than_five()
    {
        var person = await app.PersonAsync();
        var visitors = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var visitor = app.NewVisitor();
            return (visitor, page: await visitor.GetPageAsync(AccountLinks.SignIn));
        }));
        var answers = await Task.WhenAll(visitors.Select((v, i) => v.visitor.SubmitAsync(
            v.page, v.page.Form("main form[method=post]:not([data-passkey])"), ("email", person.Email), ("password", i < 19 ? "pas le bon mot" : Password))));
        answers.Length.ShouldBe(20);
        (await app.Database.ScalarAsync<int>($"select tries from accounts.sign_in_attempts where user_id = '{person.Id}' and origin = '*'")).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task All_networks_together_have_a_hundred_tries_an_hour()
    {
        var person = await app.PersonAsync();
        await TrySignInAsync(app.NewVisitor(), person.Email, "pas le bon mot");
        await app.Database.ExecuteAsync($"update accounts.sign_in_attempts set tries = 100 where user_id = '{person.Id}' and origin = '*'");
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task Wrong_recovery_codes_count_as_attempts()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        var page = await SubmitAsync(session, "/compte/double-authentification");
        var codes = (await session.SubmitAsync(page, ("code", app.NextCode(page.Find("main details code").TextContent)))).Texts("main li code");

        var visitor = app.NewVisitor();
        var step = await TrySignInAsync(visitor, person.Email);
        var recovery = await visitor.GetPageAsync(step.Find("main .formactions a").GetAttribute("href")!);
        for (var i = 0; i < 5; i++)
        {
            await visitor.SubmitAsync(recovery, ("code", "AAAAA-AAAAA"));
        }

        (await visitor.SubmitAsync(recovery, ("code", codes[0]))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task SignOutAsync(Testing.Visitor visitor)
    {
        var account = await visitor.GetPageAsync(AccountLinks.Account);
        await visitor.SubmitAsync(account, account.Form($"form[action='{AccountLinks.SignOut}']"));
    }

    private async Task GuessAsync(Known person)
    {
        for (var i = 0; i < 6; i++)
        {
            (await TrySignInAsync(app.NewVisitor(), person.Email, "pas le bon mot")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
    }
}
