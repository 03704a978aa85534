using System.Net;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>Équipe › État: what staff do about a failed message and a follower that stopped, by hand.</summary>
public sealed class StaffStateTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private const string State = "/equipe/etat";
    private const string Reaction = "member_space.on-person-known";

    [Fact]
    public async Task A_failed_message_is_given_up_after_a_confirmation_that_says_what_is_lost()
    {
        var id = await LetterAsync("Nom vide");
        using var staff = app.As(MemberSpaceApp.Staff);

        var asked = await staff.GetPageAsync((await staff.GetPageAsync(State)).Find($"a[href*='{id}']").GetAttribute("href")!);

        asked.Text.ShouldContain("Nom vide");
        (await LettersAsync(id)).ShouldBe(1, "asking changes nothing");
        var done = await staff.SubmitAsync(asked);
        done.Text.ShouldContain("Message abandonné.");
        (await LettersAsync(id)).ShouldBe(0);
        (await staff.SubmitAsync(asked)).Text.ShouldContain("Ce message n’est plus en échec.");
    }

    [Fact]
    public async Task A_message_that_fails_again_stays_with_its_cause()
    {
        var id = await LetterAsync("Nom vide");
        using var staff = app.As(MemberSpaceApp.Staff);
        var page = await staff.GetPageAsync(State);

        var answer = await staff.SubmitAsync(page, page.Form($"form:has(input[value='{id}'])"));

        answer.Text.ShouldContain("Le rejeu a échoué");
        (await LettersAsync(id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_follower_that_stopped_is_told_to_pass_the_very_event_that_was_confirmed()
    {
        await app.Database.ExecuteAsync("insert into member_space.projections (name, status, error, failed_position) values ('essai', 'failed', 'Total négatif', 7)");
        using var staff = app.As(MemberSpaceApp.Staff, "en");
        var page = await staff.GetPageAsync(State);
        (await staff.SubmitAsync(page, page.Form("form[action='/equipe/etat/nouvel-essai']"))).Text.ShouldContain("Trying again.");

        var asked = await staff.GetPageAsync(page.Find("a[href*='follower=essai']").GetAttribute("href")!);
        asked.Text.ShouldContain("Total négatif");
        await app.Database.ExecuteAsync("update member_space.projections set failed_position = 9 where name = 'essai'");
        (await staff.SubmitAsync(asked)).Text.ShouldContain("Nothing is stopped there any more.");
        (await SkippedAsync()).ShouldBe(string.Empty);

        asked = await staff.GetPageAsync((await staff.GetPageAsync(State)).Find("a[href*='follower=essai']").GetAttribute("href")!);
        (await staff.SubmitAsync(asked)).Text.ShouldContain("Event skipped");
        (await SkippedAsync()).ShouldBe($"9 Total négatif {MemberSpaceApp.Staff}");
    }

    [Fact]
    public async Task Nobody_but_staff_gets_there()
    {
        using var member = app.As(await app.PersonAsync());
        foreach (var path in new[] { State, $"{State}/saut?module=member_space&follower=essai&position=9", $"{State}/abandon?reaction={Reaction}&message={Guid.Empty}" })
        {
            (await member.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    private async Task<Guid> LetterAsync(string error)
    {
        var id = app.Ids.NewId();
        await app.Database.ExecuteAsync($"insert into member_space.dead_letters (reaction, message_id, wire_name, body, error) values ('{Reaction}', '{id}', 'accounts.person-known.v1', '{{}}', '{error}')");
        return id;
    }

    private Task<long> LettersAsync(Guid id) => app.Database.ScalarAsync<long>($"select count(*) from member_space.dead_letters where message_id = '{id}'");

    private Task<string> SkippedAsync() => app.Database.ScalarAsync<string>("select coalesce(string_agg(position || ' ' || error || ' ' || skipped_by, ','), '') from member_space.skipped_events where follower = 'essai'");
}
