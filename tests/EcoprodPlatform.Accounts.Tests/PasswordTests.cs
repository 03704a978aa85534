using System.Net;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class PasswordTests(AccountsApp app)
{
    private const string New = "une tout autre phrase";

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_link_of_a_mail_once_and_closes_every_session()
    {
        var person = await app.PersonAsync();
        var session = await app.SignedInAsync(person);
        var visitor = app.NewVisitor();
        (await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email))).Title.ShouldStartWith("Regardez votre boîte de réception");
        var mail = await app.MailToAsync(person.Email);
        mail.Subject.ShouldBe("Choisissez un nouveau mot de passe");

        var done = await SubmitAsync(visitor, LinkIn(mail), ("password", New));
        done.Text.ShouldContain("Mot de passe enregistré");

        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TrySignInAsync(app.NewVisitor(), person.Email, New)).Status.ShouldBe(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await IsSignedInAsync(session)).ShouldBeFalse();
        var again = await SubmitAsync(visitor, LinkIn(mail), ("password", "encore une autre phrase"));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Text.ShouldContain("Ce lien n’est plus valable");
        (await app.EventsOfAsync(person.Id)).ShouldContain("password-changed.v1");
        (await app.MailToAsync(person.Email)).Subject.ShouldBe("La sécurité de votre compte Ecoprod a changé");
    }

    [Fact]
    public async Task The_answer_is_the_same_for_an_address_without_account()
    {
        var person = await app.PersonAsync();
        var known = await SubmitAsync(app.NewVisitor(), "/compte/mot-de-passe-oublie", ("email", person.Email));
        var email = app.NewAddress();
        var unknown = await SubmitAsync(app.NewVisitor(), "/compte/mot-de-passe-oublie", ("email", email));

        unknown.Text.ShouldBe(known.Text);
        unknown.Path.ShouldBe(known.Path);
        (await app.MailsToAsync(email)).ShouldBe(0);
    }

    /// <summary>Whoever types somebody's address into the registration does not use up the mail by which that person gets in again.</summary>
    [Fact]
    public async Task Registrations_with_my_address_do_not_keep_my_reset_mail_from_me()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 8; i++)
        {
            await SubmitAsync(app.NewVisitor(), "/compte/inscription", ("firstName", "A"), ("lastName", "B"), ("email", person.Email), ("password", Password));
        }

        await SubmitAsync(app.NewVisitor(), "/compte/mot-de-passe-oublie", ("email", person.Email));

        var mail = await app.MailToAsync(person.Email);
        mail.Subject.ShouldBe("Choisissez un nouveau mot de passe");
        app.Inbox.To(person.Email).Count(m => m.Subject != mail.Subject).ShouldBe(5, "the others stay bounded");
    }

    [Fact]
    public async Task A_weak_password_does_not_use_up_the_link()
    {
        var person = await app.PersonAsync();
        var visitor = app.NewVisitor();
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email));
        var link = LinkIn(await app.MailToAsync(person.Email));

        (await SubmitAsync(visitor, link, ("password", "court"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(visitor, link, ("password", person.Email))).Text.ShouldContain("autre chose que votre adresse");
        (await SubmitAsync(visitor, link, ("password", New))).Text.ShouldContain("Mot de passe enregistré");
    }

    [Fact]
    public async Task A_reset_ends_a_lockout_and_confirms_an_address()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await SubmitAsync(visitor, "/compte/inscription", ("firstName", "A"), ("lastName", "B"), ("email", email), ("password", Password));
        for (var i = 0; i < 5; i++)
        {
            await TrySignInAsync(visitor, email, "pas le bon mot");
        }

        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", email));
        await SubmitAsync(visitor, LinkIn(await app.MailToAsync(email)), ("password", New));

        (await TrySignInAsync(visitor, email, New)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.EventsOfAsync(await app.IdOfAsync(email))).ShouldBe(["account-opened.v1", "account-confirmed.v1", "password-changed.v1"]);
        await app.SettledAsync();
        (await app.Database.ScalarAsync<long>($"select count(*) from projects.people where email = '{email}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Changing_the_password_asks_for_the_current_one_and_closes_the_other_sessions()
    {
        var person = await app.PersonAsync();
        var (here, elsewhere) = (await app.SignedInAsync(person), await app.SignedInAsync(person));
        var wrong = await SubmitAsync(here, "/compte/mot-de-passe", ("currentPassword", "pas le bon mot"), ("password", New));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Find("#f-currentPassword").GetAttribute("aria-invalid").ShouldBe("true");

        (await SubmitAsync(here, "/compte/mot-de-passe", ("currentPassword", Password), ("password", New))).Text.ShouldContain("Mot de passe changé");

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await IsSignedInAsync(here)).ShouldBeTrue();
        (await IsSignedInAsync(elsewhere)).ShouldBeFalse();
        (await app.MailToAsync(person.Email)).Plain.ShouldContain("Votre mot de passe a été changé");
    }

    [Fact]
    public async Task An_open_session_is_no_place_to_guess_the_password()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        for (var i = 0; i < 5; i++)
        {
            await SubmitAsync(visitor, "/compte/mot-de-passe", ("currentPassword", "pas le bon mot"), ("password", New));
        }

        (await SubmitAsync(visitor, "/compte/mot-de-passe", ("currentPassword", Password), ("password", New))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TrySignInAsync(app.NewVisitor(), person.Email, New)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
