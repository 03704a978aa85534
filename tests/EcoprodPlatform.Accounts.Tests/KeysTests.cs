using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class KeysTests(AccountsApp app)
{
    [Fact]
    public async Task A_session_of_one_host_is_good_on_another_and_after_a_restart()
    {
        var person = await app.PersonAsync();
        using var client = app.CreateClient();
        using var visitor = new HttpVisitor(client);
        var cookie = (await visitor.SignInAsync(person.Email, AccountsApp.Password, remember: true)).Split(';')[0];
        (await app.Database.ScalarAsync<long>("select count(*) from accounts.data_protection_keys")).ShouldBe(1);

        await using var second = new WebApplicationFactory<Program>().WithWebHostBuilder(b => b
            .UseEnvironment("Testing")
            .UseSetting("ConnectionStrings:Ecoprod", app.Database.ConnectionString)
            .UseSetting("Data:Folder", app.DataFolder)
            .UseSetting("Public:BaseUrl", "http://localhost"));
        using var other = second.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, AccountLinks.Account);
        request.Headers.Add("Cookie", cookie);
        using var answer = await other.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(person.Email);
        (await app.Database.ScalarAsync<long>("select count(*) from accounts.data_protection_keys")).ShouldBe(1, "the second host made no key of its own");
    }

    [Fact]
    public async Task Only_the_modules_role_reads_the_keys_and_the_people()
    {
        foreach (var table in new[] { "data_protection_keys", "people", "person_tokens" })
        {
            (await app.Database.ScalarAsync<bool>($"select has_table_privilege('ecoprod_projects', 'accounts.{table}', 'select')")).ShouldBeFalse(table);
        }
    }

    [Fact]
    public async Task The_tables_are_what_identity_expects()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDb>();
        await db.Users.Take(1).ToListAsync();
        await db.Roles.Take(1).ToListAsync();
        await db.UserClaims.Take(1).ToListAsync();
        await db.UserLogins.Take(1).ToListAsync();
        await db.UserRoles.Take(1).ToListAsync();
        await db.UserTokens.Take(1).ToListAsync();
        await db.RoleClaims.Take(1).ToListAsync();
        await db.Set<IdentityUserPasskey<Guid>>().Take(1).ToListAsync();
        (await db.Roles.SingleAsync()).NormalizedName.ShouldBe("STAFF");
    }

    [Fact]
    public async Task Demo_people_are_made_once_and_become_staff_when_asked()
    {
        var person = await app.PersonAsync();
        var demo = app.Services.GetRequiredService<AccountsDemo>();
        await demo.EnsurePersonAsync(person.Id, person.Email, "Camille", "Durand", "fr", AccountsApp.Password, isStaff: false);
        (await app.EventsOfAsync(person.Id)).ShouldBe(["account-opened.v1", "account-confirmed.v1"]);

        await demo.EnsurePersonAsync(person.Id, person.Email, "Camille", "Durand", "fr", AccountsApp.Password, isStaff: true);
        (await demo.GrantStaffRoleAsync(person.Email)).ShouldBeTrue();
        (await demo.GrantStaffRoleAsync(app.NewAddress())).ShouldBeFalse();
        (await app.EventsOfAsync(person.Id)).ShouldBe(["account-opened.v1", "account-confirmed.v1", "staff-role-granted.v1"]);
    }

    [Fact]
    public async Task Who_leaves_the_team_loses_the_role_and_the_open_sessions()
    {
        var person = await app.PersonAsync(isStaff: true);
        var session = await app.SignedInAsync(person);
        var demo = app.Services.GetRequiredService<AccountsDemo>();
        (await demo.RevokeStaffRoleAsync(person.Email)).ShouldBeTrue();
        (await demo.RevokeStaffRoleAsync(person.Email)).ShouldBeTrue();

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await AccountsApp.IsSignedInAsync(session)).ShouldBeFalse();
        (await app.EventsOfAsync(person.Id)).ShouldBe(["account-opened.v1", "account-confirmed.v1", "staff-role-granted.v1", "staff-role-revoked.v1"]);
        (await app.Database.ScalarAsync<long>($"select count(*) from accounts.person_roles where user_id = '{person.Id}'")).ShouldBe(0);
    }
}
