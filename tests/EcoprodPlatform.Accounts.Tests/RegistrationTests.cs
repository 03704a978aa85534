using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class RegistrationTests(AccountsApp app)
{
    [Fact]
    public async Task A_visitor_registers_confirms_by_mail_signs_in_and_signs_out()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());

        var sent = await RegisterAsync(visitor, email, next: "/projets");
        sent.Status.ShouldBe(HttpStatusCode.OK);
        sent.Title.ShouldStartWith("Regardez votre boîte de réception");
        sent.Html.ShouldNotContain(email);

        var mail = await app.MailToAsync(email);
        mail.Subject.ShouldBe("Confirmez votre adresse e-mail");
        mail.RecipientName.ShouldBe("Zoé Nguyễn");
        mail.Html.ShouldContain("Confirmer mon adresse");
        mail.Plain.ShouldContain("Confirmer mon adresse : http://localhost/compte/confirmation?");

        var early = await TrySignInAsync(visitor, email);
        early.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        early.Text.ShouldContain("pas encore confirmée");

        var confirm = await visitor.GetPageAsync(LinkIn(mail));
        (await app.EventsOfAsync(await app.IdOfAsync(email))).ShouldBe(["account-opened.v1"], "opening the link is not confirming");
        var after = await visitor.SubmitAsync(confirm);
        after.Path.ShouldBe("/projets", "nothing is typed a second time");
        after.Text.ShouldContain("Adresse confirmée. Vous êtes connecté.");
        after.Find(".who details summary").TextContent.Trim().ShouldBe("Zoé Nguyễn");

        var account = await visitor.GetPageAsync(AccountLinks.Account);
        var out_ = await visitor.SubmitAsync(account, account.Form($"form[action='{AccountLinks.SignOut}']"));
        out_.Text.ShouldContain("Votre session est fermée");
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
        (await TrySignInAsync(visitor, email.ToUpperInvariant(), next: "/projets")).Path.ShouldBe("/projets");

        (await app.EventsOfAsync(await app.IdOfAsync(email))).ShouldBe(["account-opened.v1", "account-confirmed.v1"]);
    }

    /// <summary>A stranger may register anybody's address, with a password of their own: its owner must not end up working in that account.</summary>
    [Fact]
    public async Task Confirming_signs_in_only_where_that_registration_was_sent()
    {
        var (owner, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(owner, email);
        await RegisterAsync(app.NewVisitor(), email);
        var after = await ConfirmAsync(owner, LinkIn(await app.MailToAsync(email)));
        after.Path.ShouldBe(AccountLinks.SignIn, "the last registration of the address was a stranger's");
        after.Text.ShouldContain("Adresse confirmée. Vous pouvez vous connecter.");
        (await IsSignedInAsync(owner)).ShouldBeFalse();

        var elsewhere = app.NewAddress();
        await RegisterAsync(app.NewVisitor(), elsewhere);
        var phone = app.NewVisitor();
        (await ConfirmAsync(phone, LinkIn(await app.MailToAsync(elsewhere)))).Path.ShouldBe(AccountLinks.SignIn);
        (await IsSignedInAsync(phone)).ShouldBeFalse();
    }

    /// <summary>What the browser is given must not tell whether the address has an account.</summary>
    [Fact]
    public async Task The_cookie_of_a_registration_is_the_same_for_an_address_that_is_known()
    {
        var person = await app.PersonAsync();
        (await LengthAsync(person.Email)).ShouldBe(await LengthAsync(app.NewAddress()));

        async Task<int> LengthAsync(string email)
        {
            var visitor = app.NewVisitor();
            var page = await visitor.GetPageAsync(AccountLinks.Register);
            var token = page.All("main input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
            using var answer = await visitor.PostAsync(
                AccountLinks.Register,
                ("firstName", "Zoé"), ("lastName", "Nguyễn"), ("email", email), ("password", Password), ("__RequestVerificationToken", token));
            return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ecoprod-inscription=", StringComparison.Ordinal)).Split(';')[0].Length;
        }
    }

    [Fact]
    public async Task A_confirmation_link_signs_in_at_its_first_use_only()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email, next: "/projets");
        var link = LinkIn(await app.MailToAsync(email));
        // A program that looks at the links of mails opens it, and sends nothing.
        await app.NewVisitor().GetPageAsync(link);
        (await ConfirmAsync(visitor, link)).Path.ShouldBe("/projets");

        var other = app.NewVisitor();
        var again = await ConfirmAsync(other, link);
        again.Path.ShouldBe("/compte/connexion?retour=%2Fprojets");
        (await IsSignedInAsync(other)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_who_send_one_confirmation_at_once_one_is_signed_in_at_most()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var page = await visitor.GetPageAsync(LinkIn(await app.MailToAsync(email)));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => visitor.SubmitAsync(page)));
        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions s join accounts.people p on p.id = s.user_id where p.email = '{email}'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_confirmation_link_of_an_account_whose_password_was_reset_meanwhile_opens_nothing()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var link = LinkIn(await app.MailToAsync(email));
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", email));
        await SubmitAsync(visitor, LinkIn(await app.MailToAsync(email)), ("password", "une tout autre phrase"));
        await ConfirmAsync(visitor, link);
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_is_signed_in_stays_so_when_they_confirm_another_account()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var link = LinkIn(await app.MailToAsync(email));
        var person = await app.PersonAsync(lastName: "Déjà");
        var signedIn = await app.SignedInAsync(person);
        await ConfirmAsync(signedIn, link);
        (await signedIn.GetPageAsync(AccountLinks.Account)).Find(".who details summary").TextContent.ShouldContain("Déjà");
    }

    [Fact]
    public async Task Other_modules_know_a_person_once_the_address_is_confirmed_and_not_before()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var mail = await app.MailToAsync(email);
        (await app.Database.ScalarAsync<long>($"select count(*) from projects.people where email = '{email}'")).ShouldBe(0);

        await ConfirmAsync(visitor, LinkIn(mail));
        await app.SettledAsync();

        (await app.Database.ScalarAsync<string>($"select first_name || ' ' || last_name || ' ' || language from projects.people where email = '{email}'")).ShouldBe("Zoé Nguyễn fr");
    }

    [Fact]
    public async Task A_link_confirms_once_and_a_second_time_does_no_harm()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var link = LinkIn(await app.MailToAsync(email));

        await ConfirmAsync(visitor, link);
        (await ConfirmAsync(visitor, link)).Text.ShouldContain("Adresse confirmée");

        (await app.EventsOfAsync(await app.IdOfAsync(email))).ShouldBe(["account-opened.v1", "account-confirmed.v1"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?personne=pas-un-id&jeton=x")]
    [InlineData("?personne=019aaaaa-0000-7000-8000-000000000009&jeton=Q2Zzz")]
    [InlineData("?personne=019aaaaa-0000-7000-8000-000000000009&jeton=%F0%9F%8E%AC%00")]
    public async Task A_broken_link_offers_a_new_one(string query)
    {
        var visitor = app.NewVisitor();
        var page = await ConfirmAsync(visitor, "/compte/confirmation" + query);
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Ce lien n’est plus valable");
        page.Has("a[href='/compte/confirmation/renvoi']").ShouldBeTrue();
    }

    [Fact]
    public async Task Registering_with_a_known_address_answers_the_same_page_and_tells_its_owner_by_mail()
    {
        var person = await app.PersonAsync();
        var fresh = await RegisterAsync(app.NewVisitor(), app.NewAddress());

        var again = await RegisterAsync(app.NewVisitor(), person.Email);

        again.Status.ShouldBe(fresh.Status);
        again.Path.ShouldBe(fresh.Path);
        again.Text.ShouldBe(fresh.Text);
        var mail = await app.MailToAsync(person.Email);
        mail.Subject.ShouldBe("Vous avez déjà un compte Ecoprod");
        LinkIn(mail).ShouldBe("/compte/connexion");
        (await app.CountAsync(person.Email)).ShouldBe(1);
        (await app.EventsOfAsync(person.Id)).Count.ShouldBe(2);
        (await TrySignInAsync(app.NewVisitor(), person.Email, Password)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_registered_first_with_an_unconfirmed_address_gains_nothing()
    {
        var email = app.NewAddress();
        var stranger = app.NewVisitor();
        await RegisterAsync(stranger, email, password: "le mot de passe du pirate");
        var earlier = LinkIn(await app.MailToAsync(email));

        var owner = app.NewVisitor();
        await RegisterAsync(owner, email);
        var link = LinkIn(await app.MailToAsync(email));

        (await ConfirmAsync(stranger, earlier)).Text.ShouldContain("Ce lien n’est plus valable");
        await ConfirmAsync(owner, link);
        (await TrySignInAsync(stranger, email, "le mot de passe du pirate")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TrySignInAsync(app.NewVisitor(), email)).Path.ShouldBe("/");
        (await app.EventsOfAsync(await app.IdOfAsync(email))).ShouldBe(["account-opened.v1", "registration-repeated.v1", "account-confirmed.v1"]);
    }

    [Fact]
    public async Task Two_registrations_in_one_instant_make_one_account()
    {
        var email = app.NewAddress();
        var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await RegisterAsync(app.NewVisitor(), email)));
        pages.ShouldAllBe(p => p.Status == HttpStatusCode.OK);
        (await app.CountAsync(email)).ShouldBe(1);
    }

    [Fact]
    public async Task An_address_cannot_be_pestered()
    {
        var email = app.NewAddress();
        for (var i = 0; i < 8; i++)
        {
            (await RegisterAsync(app.NewVisitor(), email)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await app.MailsToAsync(email)).ShouldBe(5);
    }

    [Fact]
    public async Task A_new_confirmation_mail_can_be_asked_for_and_the_answer_is_the_same_for_any_address()
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        await RegisterAsync(visitor, email);
        var sent = await SubmitAsync(visitor, "/compte/confirmation/renvoi", ("email", email));
        var unknown = await SubmitAsync(visitor, "/compte/confirmation/renvoi", ("email", app.NewAddress()));
        var confirmed = await SubmitAsync(visitor, "/compte/confirmation/renvoi", ("email", (await app.PersonAsync()).Email));

        unknown.Text.ShouldBe(sent.Text);
        confirmed.Text.ShouldBe(sent.Text);
        (await app.MailsToAsync(email)).ShouldBe(2);
        (await ConfirmAsync(visitor, LinkIn(await app.MailToAsync(email)))).Text.ShouldContain("Adresse confirmée");
    }

    [Fact]
    public async Task English_visitors_get_english_pages_and_mails()
    {
        var (visitor, email) = (app.NewVisitor("en"), app.NewAddress());
        (await RegisterAsync(visitor, email)).Title.ShouldStartWith("Look at your inbox");
        var mail = await app.MailToAsync(email);
        mail.Subject.ShouldBe("Confirm your e-mail address");
        mail.Plain.ShouldContain("Confirm my address");
        mail.Plain.ShouldNotContain("Confirmer");
    }

    [Theory]
    [InlineData("firstName", "")]
    [InlineData("firstName", "\u200B\u200B")]
    [InlineData("lastName", "‮eman ")]
    [InlineData("email", "pas une adresse")]
    [InlineData("password", "court")]
    [InlineData("password", "aaaaaaaaaaaaaaaa")]
    [InlineData("password", "")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(string field, string value)
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        (string, string)[] values = [("firstName", "Zoé"), ("lastName", "Nguyễn"), ("email", email), ("password", Password)];
        var page = await SubmitAsync(visitor, AccountLinks.Register, [.. values.Where(v => v.Item1 != field), (field, value)]);

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Find($"#f-{field}").GetAttribute("aria-invalid").ShouldBe("true");
        page.Has("input[type=password][value]").ShouldBeFalse("a password is never sent back");
        (await app.CountAsync(email)).ShouldBe(0);
    }

    [Fact]
    public async Task A_nul_which_no_browser_sends_is_refused()
    {
        var page = await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "a\0b"), ("lastName", "B"), ("email", app.NewAddress()), ("password", Password));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Rien n’a été enregistré");
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused_in_every_field()
    {
        var endless = new string('x', 10_000);
        var page = await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", endless), ("lastName", endless), ("email", endless + "@exemple.fr"), ("password", Password));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.All("[aria-invalid=true]").Count.ShouldBe(3);

        var password = await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", app.NewAddress()), ("password", endless + "abcdef"));
        password.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        password.Text.ShouldContain("128 caractères au plus");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "O'Neill & \"Fils\"")]
    [InlineData("محمد", "العربية")]
    [InlineData("🎬", "山田")]
    [InlineData("Ńguŷễn", "ẞ")]
    public async Task A_name_may_be_anything_people_are_called_and_is_shown_as_text(string first, string last)
    {
        var person = await app.PersonAsync(firstName: first, lastName: last);
        var page = await (await app.SignedInAsync(person)).GetPageAsync(AccountLinks.Account);

        page.Find(".who details summary").TextContent.Trim().ShouldBe($"{first} {last}");
        page.Find("#f-firstName").GetAttribute("value").ShouldBe(first);
        page.Has("main script:not([src])").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Gagnez sur http exemple")]
    [InlineData("ftp://exemple.fr")]
    [InlineData("Www.exemple.fr")]
    [InlineData("camille@exemple.fr")]
    [InlineData("Voir exemple.com/cadeau")]
    [InlineData("Voir exemple.com:8080/cadeau")]
    [InlineData("Voir exemple.com?cadeau")]
    [InlineData("Voir exemple.xn--p1ai/cadeau")]
    [InlineData("HTTPS")]
    public async Task A_name_that_leads_somewhere_is_refused_when_registering_and_when_changing_it(string name)
    {
        var (visitor, email) = (app.NewVisitor(), app.NewAddress());
        foreach (var field in (string[])["firstName", "lastName"])
        {
            (string, string)[] values = [("firstName", "Zoé"), ("lastName", "Nguyễn"), ("email", email), ("password", Password)];
            var page = await SubmitAsync(visitor, AccountLinks.Register, [.. values.Where(v => v.Item1 != field), (field, name)]);
            page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            page.Find($"#f-{field}").GetAttribute("aria-invalid").ShouldBe("true");
            page.Text.ShouldContain("sans adresse de site ni adresse e-mail");
        }

        (await app.CountAsync(email)).ShouldBe(0);
        var known = await app.SignedInAsync(await app.PersonAsync(language: "en"));
        var profile = await SubmitAsync(known, AccountLinks.Account, ("firstName", name));
        profile.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        profile.Text.ShouldContain("without the address of a site or an e-mail address");
    }

    [Theory]
    [InlineData("J.-P.", "O’Neill")]
    [InlineData("Jean / Jeanne", "St.John")]
    [InlineData("M.C.", "D’Arc 3/4")]
    public async Task A_name_with_dots_and_slashes_is_a_name(string first, string last)
        => (await (await app.SignedInAsync(await app.PersonAsync(firstName: first, lastName: last))).GetPageAsync(AccountLinks.Account))
            .Find(".who details summary").TextContent.Trim().ShouldBe($"{first} {last}");

    [Theory]
    [InlineData("https://pirate.example/")]
    [InlineData("//pirate.example/")]
    [InlineData("/\\pirate.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("projets")]
    public async Task Nobody_is_sent_to_another_site(string next)
    {
        var person = await app.PersonAsync();
        var visitor = app.NewVisitor();
        var query = "?retour=" + Uri.EscapeDataString(next);
        foreach (var path in new[] { AccountLinks.SignIn, AccountLinks.Register, "/compte/inscription/envoyee", "/compte/confirmation/renvoi", "/compte/connexion/code" })
        {
            var page = await visitor.GetPageAsync(path + query);
            page.All("main a, main form").Select(e => e.GetAttribute("href") ?? e.GetAttribute("action") ?? "/")
                .ShouldAllBe(href => href.StartsWith('/') && new Uri(page.Address, href).Host == "localhost", path);
        }

        (await TrySignInAsync(visitor, person.Email, next: next)).Path.ShouldNotContain("pirate");
        var direct = await visitor.Client.GetAsync(new Uri(AccountLinks.SignIn + query, UriKind.Relative));
        direct.Headers.Location!.ToString().ShouldBe("/");
    }

    private static Task<Page> ConfirmAsync(Visitor visitor, string link) => SubmitAsync(visitor, link);

    private static Task<Page> RegisterAsync(Visitor visitor, string email, string password = Password, string? next = null) => SubmitAsync(
        visitor,
        next is null ? AccountLinks.Register : AccountLinks.RegisterThen(next),
        ("firstName", "Zoé"), ("lastName", "Nguyễn"), ("email", email), ("password", password));
}
