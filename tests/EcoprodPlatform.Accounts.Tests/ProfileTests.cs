using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class ProfileTests(AccountsApp app)
{
    [Fact]
    public async Task A_new_name_and_language_show_at_once_and_reach_the_other_modules()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var saved = await SubmitAsync(visitor, AccountLinks.Account, ("firstName", "Dominique"), ("lastName", "Martin"), ("language", "en"));

        saved.Text.ShouldContain("Profile saved");
        saved.Find(".who details summary").TextContent.Trim().ShouldBe("Dominique Martin");
        await app.SettledAsync();
        (await app.Database.ScalarAsync<string>($"select first_name || ' ' || last_name || ' ' || language from projects.people where person_id = '{person.Id}'")).ShouldBe("Dominique Martin en");
        (await app.EventsOfAsync(person.Id)).ShouldBe(["account-opened.v1", "account-confirmed.v1", "person-changed.v1"]);
    }

    [Fact]
    public async Task A_form_sent_after_the_session_ended_is_saved_once_signed_in_again()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        visitor.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var open = await visitor.GetPageAsync(AccountLinks.Account);
        app.Clock.Advance(TimeSpan.FromHours(13));

        var ended = await visitor.SubmitAsync(open, open.Form("main form[method=post]"), ("firstName", "Noée"));
        ended.Status.ShouldBe(HttpStatusCode.Unauthorized);
        ended.Text.ShouldContain("votre saisie vous attend");
        var signIn = await visitor.GetPageAsync(ended.Find("main .formactions a").GetAttribute("href")!);
        signIn.Path.ShouldStartWith(AccountLinks.SignIn);
        var kept = await visitor.SubmitAsync(signIn, signIn.Form("main form[method=post]:not([data-passkey])"), ("email", person.Email), ("password", Password));

        (await visitor.SubmitAsync(kept, kept.Form($"main form[action='{AccountLinks.Account}']"))).Text.ShouldContain("Profil enregistré");
        (await app.Database.ScalarAsync<string>($"select first_name from accounts.people where id = '{person.Id}'")).ShouldBe("Noée");
    }

    [Fact]
    public async Task Two_browsers_do_not_overwrite_one_another_and_nothing_typed_is_lost()
    {
        var person = await app.PersonAsync();
        var (first, second) = (await app.SignedInAsync(person), await app.SignedInAsync(person));
        var open = await second.GetPageAsync(AccountLinks.Account);
        await SubmitAsync(first, AccountLinks.Account, ("firstName", "Alix"));

        var stale = await second.SubmitAsync(open, open.Form("main form[method=post]"), ("firstName", "Sacha"));
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Find("#f-firstName").GetAttribute("value").ShouldBe("Sacha");
        (await app.Database.ScalarAsync<string>($"select first_name from accounts.people where id = '{person.Id}'")).ShouldBe("Alix");

        (await second.SubmitAsync(stale, stale.Form("main form[method=post]"))).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Database.ScalarAsync<string>($"select first_name from accounts.people where id = '{person.Id}'")).ShouldBe("Sacha");
    }

    [Fact]
    public async Task Saving_what_is_there_already_is_no_event()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        (await SubmitAsync(visitor, AccountLinks.Account)).Text.ShouldContain("Profil enregistré");
        (await app.EventsOfAsync(person.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_language_or_an_endless_name_is_refused()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        (await SubmitAsync(visitor, AccountLinks.Account, ("language", "xx"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(visitor, AccountLinks.Account, ("lastName", new string('x', 10_000)))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_new_address_counts_once_its_link_is_followed_and_the_old_one_is_told()
    {
        var person = await app.PersonAsync();
        var (here, elsewhere) = (await app.SignedInAsync(person), await app.SignedInAsync(person));
        var email = app.NewAddress();
        (await SubmitAsync(here, "/compte/adresse", ("email", email), ("currentPassword", Password))).Text.ShouldContain("Un message vient de partir à la nouvelle adresse");
        var link = LinkIn(await app.MailToAsync(email));
        (await app.CountAsync(email)).ShouldBe(0);
        (await TrySignInAsync(app.NewVisitor(), email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await SubmitAsync(here, link)).Text.ShouldContain("Votre adresse est changée");

        var told = await app.MailToAsync(person.Email);
        told.Subject.ShouldBe("L’adresse de votre compte Ecoprod a changé");
        told.Plain.ShouldNotContain(email);
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TrySignInAsync(app.NewVisitor(), email)).Status.ShouldBe(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await IsSignedInAsync(here)).ShouldBeTrue();
        (await IsSignedInAsync(elsewhere)).ShouldBeFalse();
        (await app.Database.ScalarAsync<string>($"select email from projects.people where person_id = '{person.Id}'")).ShouldBe(email);
        (await SubmitAsync(here, link)).Text.ShouldContain("Ce lien n’est plus valable");
    }

    [Fact]
    public async Task An_address_of_someone_else_gets_a_mail_and_the_page_says_nothing()
    {
        var (person, other) = (await app.PersonAsync(), await app.PersonAsync());
        var visitor = await app.SignedInAsync(person);
        var free = await SubmitAsync(visitor, "/compte/adresse", ("email", app.NewAddress()), ("currentPassword", Password));
        var taken = await SubmitAsync(visitor, "/compte/adresse", ("email", other.Email), ("currentPassword", Password));

        taken.Text.ShouldBe(free.Text);
        (await app.MailToAsync(other.Email)).Subject.ShouldBe("Vous avez déjà un compte Ecoprod");
    }

    [Fact]
    public async Task The_link_works_for_its_address_only()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var email = app.NewAddress();
        await SubmitAsync(visitor, "/compte/adresse", ("email", email), ("currentPassword", Password));
        var link = LinkIn(await app.MailToAsync(email)).Replace(email, "pirate@exemple.fr", StringComparison.Ordinal);
        (await SubmitAsync(visitor, link)).Text.ShouldContain("Ce lien n’est plus valable");
    }

    [Fact]
    public async Task An_address_somebody_registered_without_confirming_is_its_owners()
    {
        var email = app.NewAddress();
        await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", email), ("password", Password));
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        await SubmitAsync(visitor, "/compte/adresse", ("email", email), ("currentPassword", Password));

        (await SubmitAsync(visitor, LinkIn(await app.MailToAsync(email)))).Text.ShouldContain("Votre adresse est changée");
        (await app.IdOfAsync(email)).ShouldBe(person.Id);
    }

    [Theory]
    [InlineData("currentPassword", "pas le bon mot")]
    [InlineData("email", "pas une adresse")]
    public async Task What_is_wrong_is_said_beside_its_field(string field, string value)
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        (string, string)[] values = [("email", app.NewAddress()), ("currentPassword", Password)];
        var page = await SubmitAsync(visitor, "/compte/adresse", [.. values.Where(v => v.Item1 != field), (field, value)]);
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Find($"#f-{field}").GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Fact]
    public async Task The_same_address_is_no_change()
    {
        var person = await app.PersonAsync();
        var page = await SubmitAsync(await app.SignedInAsync(person), "/compte/adresse", ("email", person.Email.ToUpperInvariant()), ("currentPassword", Password));
        page.Text.ShouldContain("C’est déjà l’adresse de votre compte");
    }

    [Fact]
    public async Task Every_page_of_the_account_reads_in_both_languages()
    {
        var person = await app.PersonAsync();
        string[] paths = ["/compte", "/compte/securite", "/compte/adresse", "/compte/mot-de-passe", "/compte/double-authentification", "/compte/cles-d-acces", "/compte/suppression", "/compte/double-authentification/codes", "/compte/double-authentification/arret"];
        var visitor = await app.SignedInAsync(person);
        foreach (var path in paths)
        {
            await visitor.GetPageAsync("/langue/fr");
            var french = await visitor.GetPageAsync(path);
            await visitor.GetPageAsync("/langue/en");
            var english = await visitor.GetPageAsync(path);
            french.Status.ShouldBe(HttpStatusCode.OK, path);
            english.Title.ShouldNotBe(french.Title, path);
            english.Document.DocumentElement.GetAttribute("lang").ShouldBe("en");
            french.All("h1").Count.ShouldBe(1, path);
        }
    }
}
