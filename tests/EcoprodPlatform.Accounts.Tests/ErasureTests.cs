using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Accounts.Mails;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Accounts.Tests.AccountsApp;

namespace EcoprodPlatform.Accounts.Tests;

[Collection("accounts")]
public sealed class ErasureTests(AccountsApp app)
{
    [Fact]
    public async Task Nothing_of_the_name_stays_in_any_table_of_the_platform()
    {
        var person = await app.PersonAsync(firstName: "Ermengarde", lastName: "Quatrebarbes");
        var visitor = await app.SignedInAsync(person);
        await SubmitAsync(visitor, "/compte/mot-de-passe-oublie", ("email", person.Email));
        using (var key = new SoftwareAuthenticator("http://localhost", "localhost"))
        {
            var page = await visitor.GetPageAsync("/compte/cles-d-acces");
            var form = page.Form("main form[data-passkey]");
            visitor.Client.DefaultRequestHeaders.Add("Origin", "http://localhost");
            using var options = await visitor.PostAsync("/compte/cles-d-acces/options", [.. Visitor.FieldsOf(form).Select(f => (f.Key, f.Value))]);
            (await visitor.SubmitAsync(page, form, ("credential", key.Create(await options.Content.ReadAsStringAsync())), ("name", "Clé de Quatrebarbes"))).Text.ShouldContain("Clé d’accès ajoutée");
        }

        await app.SettledAsync();
        (await TablesHoldingAsync("Quatrebarbes")).ShouldContain("accounts.people");

        var bye = await EraseAsync(visitor);

        bye.Path.ShouldBe("/");
        bye.Text.ShouldContain("Votre compte est supprimé");
        (await IsSignedInAsync(visitor)).ShouldBeFalse();
        var farewell = await app.MailToAsync(person.Email);
        farewell.Subject.ShouldBe("Votre compte Ecoprod est supprimé");
        await app.Services.GetRequiredService<SentMails>().ForgetAsync(CancellationToken.None);
        (await TablesHoldingAsync("Quatrebarbes", "Ermengarde", person.Email)).ShouldBeEmpty();
        var dump = await PostgresDump.OfAsync(app.Database.ConnectionString);
        dump.ShouldContain($"{person.Id}", customMessage: "the dump holds the history");
        foreach (var trace in new[] { "Quatrebarbes", "Ermengarde", person.Email })
        {
            dump.ShouldNotContain(trace, Case.Insensitive);
        }

        (await app.EventsOfAsync(person.Id))[^1].ShouldBe("account-erased.v1", "the history stays, under the id");
        (await app.Database.ScalarAsync<bool>($"select first_name is null and email is null from projects.people where person_id = '{person.Id}'")).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_session_and_token_ends_with_the_account()
    {
        var person = await app.PersonAsync();
        var (here, elsewhere) = (await app.SignedInAsync(person), await app.SignedInAsync(person));
        await EraseAsync(here);

        var profile = await elsewhere.GetPageAsync(AccountLinks.Account);
        (profile.Status == HttpStatusCode.NotFound || profile.Path.StartsWith(AccountLinks.SignIn, StringComparison.Ordinal)).ShouldBeTrue();
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        (await IsSignedInAsync(elsewhere)).ShouldBeFalse();
        (await TrySignInAsync(app.NewVisitor(), person.Email)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_address_is_free_for_a_new_account_with_a_new_id()
    {
        var person = await app.PersonAsync();
        await EraseAsync(await app.SignedInAsync(person));
        await app.SettledAsync();

        await SubmitAsync(app.NewVisitor(), AccountLinks.Register, ("firstName", "A"), ("lastName", "B"), ("email", person.Email), ("password", Password));
        (await app.IdOfAsync(person.Email)).ShouldNotBe(person.Id);
    }

    [Theory]
    [InlineData("confirmation", "oui")]
    [InlineData("confirmation", "")]
    [InlineData("currentPassword", "pas le bon mot")]
    public async Task Without_the_word_and_the_password_nothing_is_deleted(string field, string value)
    {
        var person = await app.PersonAsync();
        (string, string)[] values = [("confirmation", "supprimer"), ("currentPassword", Password)];
        var page = await SubmitAsync(await app.SignedInAsync(person), "/compte/suppression", [.. values.Where(v => v.Item1 != field), (field, value)]);
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.CountAsync(person.Email)).ShouldBe(1);
    }

    [Fact]
    public async Task A_member_of_staff_may_leave_too()
    {
        var person = await app.PersonAsync(isStaff: true);
        await EraseAsync(await app.SignedInAsync(person));
        (await app.CountAsync(person.Email)).ShouldBe(0);
    }

    private static Task<Page> EraseAsync(Visitor visitor)
        => SubmitAsync(visitor, "/compte/suppression", ("confirmation", " Supprimer "), ("currentPassword", Password));

    /// <summary>Looks at every column of every table of every module, as text.</summary>
    private async Task<IReadOnlyList<string>> TablesHoldingAsync(params string[] words)
    {
        var tables = new List<string>();
        await using (var list = app.Database.Source.CreateCommand("select table_schema || '.' || table_name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        tables.Count.ShouldBeGreaterThan(20);
        var holding = new List<string>();
        foreach (var table in tables)
        {
            await using var command = app.Database.Source.CreateCommand($"select exists (select 1 from {table} t where t::text ilike any ($1))");
            command.Parameters.Add(new NpgsqlParameter { Value = words.Select(w => $"%{w}%").ToArray() });
            if ((bool)(await command.ExecuteScalarAsync())!)
            {
                holding.Add(table);
            }
        }

        return holding;
    }
}
