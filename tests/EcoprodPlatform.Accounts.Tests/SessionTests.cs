using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Accounts.Sessions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>What is open in somebody's name, and how it is closed.</summary>
[Collection("accounts")]
public sealed class SessionTests(AccountsApp app)
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";

    private static readonly Uri Me = new("/api/accounts/me", UriKind.Relative);

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_its_person_has_signed_out()
    {
        var (visitor, copy) = await SignedInWithCookieAsync(await app.PersonAsync());
        (await OpensAsync(copy)).ShouldBeTrue("while the session is open the copy opens it too");
        var account = await visitor.GetPageAsync(AccountLinks.Account);
        await visitor.SubmitAsync(account, account.Form($"form[action='{AccountLinks.SignOut}']"));
        (await OpensAsync(copy)).ShouldBeFalse();
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_closes_the_session_it_replaces()
    {
        var person = await app.PersonAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.GetPageAsync(AccountLinks.SignIn);
        var first = await CookieAsync(visitor, form, person);
        var other = await app.PersonAsync();
        // A form that was open in a second tab.
        await CookieAsync(visitor, await visitor.GetPageAsync("/compte/mot-de-passe"), other);
        (await OpensAsync(first)).ShouldBeFalse();
        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions where user_id = '{person.Id}'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions where user_id = '{other.Id}'")).ShouldBe(1);
    }

    /// <summary>Whoever never comes back leaves no browser and no system behind.</summary>
    [Fact]
    public async Task What_has_ended_by_itself_is_deleted_without_its_person_and_what_is_kept_is_not()
    {
        var person = await app.PersonAsync();
        await app.SignedInAsync(person);
        await app.Database.ScalarAsync<int>($"with kept as (update accounts.sessions set is_kept = true where user_id = '{person.Id}' returning 1) select count(*)::int from kept");
        await app.SignedInAsync(person);
        using (app.Clock.Ahead(TimeSpan.FromHours(13)))
        {
            await ActivatorUtilities.CreateInstance<SessionSweeper>(app.Services).RunAsync(default);
        }

        (await app.Database.ScalarAsync<bool>($"select bool_and(is_kept) and count(*) = 1 from accounts.sessions where user_id = '{person.Id}'")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_open_sessions_are_listed_with_browser_and_system_programs_too()
    {
        var person = await app.PersonAsync();
        var visitor = await SignedInFromAsync(person, Firefox);
        await SignedInFromAsync(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1");
        await SignedInFromAsync(await app.PersonAsync(), Firefox);
        using var program = await ProgramAsync(person);

        var security = await visitor.GetPageAsync("/compte/securite");
        var page = await visitor.GetPageAsync(security.Find("main a[href='/compte/sessions']").GetAttribute("href")!);
        page.Title.ShouldStartWith("Sessions ouvertes");
        page.Texts("main tbody th").Select(t => t.Trim()).Order(StringComparer.Ordinal).ShouldBe(["Firefox sur Windows Cette session", "Programme (API)", "Safari sur iPhone"]);
        page.All("main tbody td").ShouldAllBe(c => c.HasAttribute("data-label"));
        page.All("main tbody time").Count.ShouldBe(6);
        page.All("main tbody a").Count.ShouldBe(2, "this one is closed by signing out");
    }

    [Fact]
    public async Task An_only_session_is_told_to_be_the_only_one()
    {
        var visitor = await app.SignedInAsync(await app.PersonAsync());
        (await visitor.GetPageAsync("/compte/sessions")).Text.ShouldContain("Votre compte n’est ouvert nulle part ailleurs.");
        var others = await visitor.GetPageAsync("/compte/sessions/autres");
        others.Text.ShouldContain("Aucune autre session");
        others.Has("main form").ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_is_closed_is_refused_at_its_next_request()
    {
        var person = await app.PersonAsync();
        var (here, there, third) = (await app.SignedInAsync(person), await app.SignedInAsync(person), await app.SignedInAsync(person));
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await third.GetPageAsync("/compte");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await there.GetPageAsync("/compte");
        var list = await here.GetPageAsync("/compte/sessions");
        // The last used stands first, but for one's own, which is used now.
        var confirm = await here.GetPageAsync(list.All("main tbody a")[0].GetAttribute("href")!);
        confirm.Title.ShouldStartWith("Fermer la session");
        (await IsSignedInAsync(there)).ShouldBeTrue("nothing is closed before it is confirmed");

        (await here.SubmitAsync(confirm)).Text.ShouldContain("Session fermée");
        (await IsSignedInAsync(there)).ShouldBeFalse();
        (await IsSignedInAsync(third)).ShouldBeTrue();
        (await IsSignedInAsync(here)).ShouldBeTrue();
        (await here.SubmitAsync(confirm)).Status.ShouldBe(HttpStatusCode.NotFound, "it is closed already");
    }

    [Fact]
    public async Task Signing_out_everywhere_else_leaves_this_session_alone_and_programs_too_are_out()
    {
        var person = await app.PersonAsync();
        var (here, there) = (await app.SignedInAsync(person), await app.SignedInAsync(person));
        using var program = await ProgramAsync(person);
        var stranger = await app.SignedInAsync(await app.PersonAsync());
        var list = await here.GetPageAsync("/compte/sessions");
        var confirm = await here.GetPageAsync(list.Find("main a[href='/compte/sessions/autres']").GetAttribute("href")!);
        confirm.Text.ShouldContain("2 sessions vont être fermées");

        (await here.SubmitAsync(confirm)).Text.ShouldContain("Vos autres sessions sont fermées.");
        (await IsSignedInAsync(there)).ShouldBeFalse();
        (await program.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await IsSignedInAsync(here)).ShouldBeTrue();
        (await IsSignedInAsync(stranger)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_closes_somebody_elses_session()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var id = await app.Database.ScalarAsync<Guid>($"select id from accounts.sessions where user_id = '{person.Id}'");
        var stranger = await app.SignedInAsync(await app.PersonAsync());
        (await stranger.GetPageAsync($"/compte/sessions/{id}/fermeture")).Status.ShouldBe(HttpStatusCode.NotFound);
        var token = (await stranger.GetPageAsync("/compte")).All("main input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        using var answer = await stranger.PostAsync($"/compte/sessions/{id}/fermeture", ("__RequestVerificationToken", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_that_ended_by_themselves_are_not_listed()
    {
        var person = await app.PersonAsync();
        await app.SignedInAsync(person);
        app.Clock.Advance(TimeSpan.FromHours(13));
        var visitor = await app.SignedInAsync(person);
        (await visitor.GetPageAsync("/compte/sessions")).All("main tbody tr").Count.ShouldBe(1);
        await app.SignedInAsync(person);
        await SubmitAsync(visitor, "/compte/mot-de-passe", ("currentPassword", Password), ("password", "une tout autre phrase"));
        (await visitor.GetPageAsync("/compte/sessions")).All("main tbody tr").Count.ShouldBe(1, "a new password closes the others");
    }

    [Fact]
    public async Task English_readers_see_their_sessions_in_english()
    {
        var visitor = await SignedInFromAsync(await app.PersonAsync(language: "en"), Firefox);
        var page = await visitor.GetPageAsync("/compte/sessions");
        page.Title.ShouldStartWith("Open sessions");
        page.Find("main tbody th").TextContent.Trim().ShouldBe("Firefox on Windows This session");
        page.Text.ShouldContain("Your account is open nowhere else.");
    }

    [Fact]
    public async Task A_program_lists_the_sessions_and_closes_its_own()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        using var program = await ProgramAsync(person);
        var sessions = JsonNode.Parse(await program.GetStringAsync(new Uri("/api/accounts/sessions", UriKind.Relative)))!.AsArray();
        sessions.Count.ShouldBe(2);
        var own = sessions.Single(s => s!["isCurrent"]!.GetValue<bool>())!;
        own["isProgram"]!.GetValue<bool>().ShouldBeTrue();

        (await program.DeleteAsync(new Uri($"/api/accounts/sessions/{own["id"]!.GetValue<Guid>()}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await IsSignedInAsync(visitor)).ShouldBeTrue();

        using var other = await ProgramAsync(await app.PersonAsync());
        (await other.DeleteAsync(new Uri($"/api/accounts/sessions/{sessions.Single(s => !s!["isCurrent"]!.GetValue<bool>())!["id"]!.GetValue<Guid>()}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_program_that_signs_in_at_each_run_closes_its_oldest_sessions_and_no_browser()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        using var first = await ProgramAsync(person);
        for (var i = 0; i < 50; i++)
        {
            (await ProgramAsync(person)).Dispose();
        }

        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.sessions where user_id = '{person.Id}' and turn is not null")).ShouldBe(50);
        (await first.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await IsSignedInAsync(visitor)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_was_closed_stays_closed_whatever_was_under_way_in_it()
    {
        var person = await app.PersonAsync();
        var visitor = await app.SignedInAsync(person);
        var id = new SessionId(await app.Database.ScalarAsync<Guid>($"select id from accounts.sessions where user_id = '{person.Id}'"));
        var sessions = app.Services.GetRequiredService<OpenSessions>();
        (await sessions.CloseAsync(id, new PersonId(person.Id), CancellationToken.None)).ShouldBeTrue();
        await sessions.GoOnAsync(id, new PersonId(person.Id), await app.Database.ScalarAsync<string>($"select security_stamp from accounts.people where id = '{person.Id}'"), CancellationToken.None);
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
    }

    private async Task<Visitor> SignedInFromAsync(Known person, string agent)
    {
        var visitor = app.NewVisitor();
        visitor.Client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        (await TrySignInAsync(visitor, person.Email)).Path.ShouldBe("/");
        return visitor;
    }

    /// <summary>A program that acts in this person's name.</summary>
    private async Task<HttpClient> ProgramAsync(Known person)
    {
        var client = app.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/accounts/tokens", new { email = person.Email, password = Password });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.JsonAsync())["accessToken"]!.GetValue<string>());
        return client;
    }

    private async Task<(Visitor Visitor, string Cookie)> SignedInWithCookieAsync(Known person)
    {
        var visitor = app.NewVisitor();
        return (visitor, await CookieAsync(visitor, await visitor.GetPageAsync(AccountLinks.SignIn), person));
    }

    /// <summary>Signs in with the token of any page, and tells the cookie, which a browser hides.</summary>
    private static async Task<string> CookieAsync(Visitor visitor, Page page, Known person)
    {
        var token = page.All("main input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        using var answer = await visitor.PostAsync(AccountLinks.SignIn, ("email", person.Email), ("password", Password), ("__RequestVerificationToken", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ecoprod-session=", StringComparison.Ordinal)).Split(';')[0];
    }

    /// <summary>Whether this cookie alone opens the account, wherever it was copied to.</summary>
    private async Task<bool> OpensAsync(string cookie)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await client.GetAsync(new Uri(AccountLinks.Account, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
