using System.Net;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>Two members of staff lift the second factor of somebody who lost it.</summary>
[Collection("accounts")]
public sealed class LiftTests(AccountsApp app)
{
    [Fact]
    public async Task One_asks_another_confirms_and_the_person_is_told_twice()
    {
        var person = await WithSecondFactorAsync();
        var (first, second) = (await StaffAsync(), await StaffAsync());
        var found = await first.GetPageAsync($"/equipe/comptes?adresse={Uri.EscapeDataString(person.Email.ToUpperInvariant())}");
        var form = await first.GetPageAsync(found.Find($"main a[href='{Lift(person)}']").GetAttribute("href")!);
        (await first.SubmitAsync(form)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "a reason is needed");
        (await first.SubmitAsync(form, ("reason", "PhoneLost"))).Text.ShouldContain("une autre personne de l’équipe doit la confirmer");
        var mail = await app.MailToAsync(person.Email);
        mail.Subject.ShouldBe("L’équipe Ecoprod va désactiver votre double authentification");
        mail.Plain.ShouldContain("Le téléphone est perdu, volé ou cassé");
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/compte/connexion/code", "nothing has changed yet");

        var waiting = await second.GetPageAsync("/equipe/comptes");
        var asked = await second.GetPageAsync(waiting.Find($"main tbody a[href='{Lift(person)}']").GetAttribute("href")!);
        var confirm = await second.GetPageAsync(asked.Find("main .formactions a").GetAttribute("href")!);
        (await second.SubmitAsync(confirm)).Text.ShouldContain("Double authentification levée");

        (await app.MailToAsync(person.Email)).Plain.ShouldContain("L’équipe Ecoprod a désactivé la double authentification");
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/");
        (await app.EventsOfAsync(person.Id)).TakeLast(2).ShouldBe(["second-factor-lift-asked.v1", "second-factor-lifted.v1"]);
        (await second.GetPageAsync("/equipe/comptes")).Has($"main tbody a[href='{Lift(person)}']").ShouldBeFalse();
        (await second.SubmitAsync(confirm)).Text.ShouldContain("La double authentification n’est pas active");
    }

    [Fact]
    public async Task Who_asked_cannot_confirm_and_a_request_lapses_after_three_days()
    {
        var person = await WithSecondFactorAsync();
        var first = await StaffAsync();
        await SubmitAsync(first, Lift(person), ("reason", "AppLost"));
        (await first.GetPageAsync(Lift(person))).Has($"main a[href='{Lift(person)}/confirmation']").ShouldBeFalse();
        var own = await SubmitAsync(first, $"{Lift(person)}/confirmation");
        own.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        own.Text.ShouldContain("C’est vous qui l’avez demandé");

        app.Clock.Advance(TimeSpan.FromDays(3));
        var second = await StaffAsync();
        (await second.GetPageAsync("/equipe/comptes")).Has($"main tbody a[href='{Lift(person)}']").ShouldBeFalse();
        (await SubmitAsync(second, $"{Lift(person)}/confirmation")).Text.ShouldContain("la demande a expiré");
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Path.ShouldBe("/compte/connexion/code");
    }

    [Fact]
    public async Task Staff_lift_nothing_of_their_own()
    {
        var person = await app.PersonAsync(isStaff: true);
        var visitor = await app.SignedInAsync(person);
        await TurnOnAsync(visitor);
        (await SubmitAsync(visitor, Lift(person), ("reason", "PhoneLost"))).Text.ShouldContain("C’est votre propre compte");
        await SubmitAsync(await StaffAsync(), Lift(person), ("reason", "PhoneLost"));
        (await SubmitAsync(visitor, $"{Lift(person)}/confirmation")).Text.ShouldContain("C’est votre propre compte");
    }

    [Fact]
    public async Task Only_staff_see_accounts_and_an_old_sign_in_proves_itself_first()
    {
        var person = await WithSecondFactorAsync();
        var anybody = await app.SignedInAsync(await app.PersonAsync());
        foreach (var path in (string[])["/equipe/comptes", Lift(person), $"{Lift(person)}/confirmation"])
        {
            (await anybody.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        var staff = await StaffAsync();
        (await staff.GetPageAsync($"/equipe/comptes/{Guid.Empty}/double-authentification")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await staff.GetPageAsync("/equipe/comptes?adresse=personne%40exemple.fr")).Text.ShouldContain("Aucun compte n’a confirmé cette adresse");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (await staff.GetPageAsync(Lift(person))).Path.ShouldStartWith("/compte/verification");
    }

    private static string Lift(Known person) => $"/equipe/comptes/{person.Id}/double-authentification";

    private async Task<Visitor> StaffAsync() => await app.SignedInAsync(await app.PersonAsync(isStaff: true));

    private async Task<Known> WithSecondFactorAsync()
    {
        var person = await app.PersonAsync();
        await TurnOnAsync(await app.SignedInAsync(person));
        return person;
    }

    private async Task TurnOnAsync(Visitor session)
    {
        var page = await SubmitAsync(session, "/compte/double-authentification");
        (await session.SubmitAsync(page, ("code", app.NextCode(page.Find("main details code").TextContent)))).Title.ShouldStartWith("Vos codes de secours");
    }
}
