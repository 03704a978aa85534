using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>Each administrator chooses the mails about a space; what is optional ends without a sign-in.</summary>
public sealed class NotificationTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task MS_52_stays_the_default_and_each_person_chooses_for_themselves()
    {
        var space = await app.SpaceAsync();
        var other = await app.PersonAsync();
        await app.SendAsync(new AddAdministrator(space.Id, await app.EmailOfAsync(other), null, new Actor(MemberSpaceApp.Staff, true)));
        var visitor = app.As(space.Administrator);
        var page = await visitor.GetPageAsync($"/espaces/{space.Id}/notifications");
        page.Has("input[name=eachTag][checked]").ShouldBeTrue();
        page.Has("input[name=weekly][checked]").ShouldBeFalse();

        (await SubmitAsync(visitor, page, eachTag: false, weekly: false)).Text.ShouldContain("vous ne recevez plus de mail sur les projets");
        await app.ProjectAsync(space);

        (await ToAsync(space.Administrator)).ShouldNotContain(m => m.Subject.Contains("tagué", StringComparison.Ordinal));
        (await ToAsync(other)).Count(m => m.Subject.Contains("tagué", StringComparison.Ordinal)).ShouldBe(1);

        await SubmitAsync(visitor, await visitor.GetPageAsync($"/espaces/{space.Id}/notifications"), eachTag: true, weekly: true);
        await app.ProjectAsync(space);
        var mail = (await ToAsync(space.Administrator)).Single(m => m.Subject.Contains("tagué", StringComparison.Ordinal));
        mail.Plain.ShouldContain($"http://localhost/espaces/{space.Id}/notifications");
        mail.Plain.ShouldContain("parce que vous administrez");
        mail.Unsubscribe.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_api_chooses_too_and_a_stranger_learns_nothing()
    {
        var space = await app.SpaceAsync();
        var client = app.As(space.Administrator).Client;
        var address = $"/api/member-spaces/{space.Id}/notifications";

        (await client.GetFromJsonAsync<JsonElement>(address)).GetRawText().ShouldBe("""{"eachTag":true,"weekly":false}""");
        (await client.PutAsJsonAsync(address, new { eachTag = false, weekly = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetFromJsonAsync<JsonElement>(address)).GetRawText().ShouldBe("""{"eachTag":false,"weekly":true}""");
        (await client.PutAsJsonAsync(address, new { weekly = true })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var stranger = app.As(await app.PersonAsync());
        (await stranger.Client.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetPageAsync($"/espaces/{space.Id}/notifications")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_digest_tells_what_was_tagged_closed_and_updated_once_for_each_person_and_week()
    {
        var space = await app.SpaceAsync("Résumé & <Co>", tags: 2);
        var english = await app.PersonAsync("Alex", "Smith", "en");
        await app.SendAsync(new AddAdministrator(space.Id, await app.EmailOfAsync(english), null, new Actor(MemberSpaceApp.Staff, true)));
        var today = Web.Format.Day(DateTimeOffset.UtcNow);
        await app.ProjectAsync(space, p => p with { Title = "Tagué www.exemple.example" }, finalKg: 15_660m);
        await app.ProjectAsync(space, p => p with { Title = "Tagué et clôturé", FinalisedOn = today });
        var gone = await app.ProjectAsync(space, p => p with { Title = "Parti" });
        await app.DeliverAsync(Told.Untagged(app.Ids, gone, 3, space.Tags[0], space.Id));
        foreach (var person in new[] { space.Administrator, english })
        {
            await app.As(person).Client.PutAsJsonAsync($"/api/member-spaces/{space.Id}/notifications", new { eachTag = true, weekly = true });
        }

        await RunAsync(0);
        (await DigestsAsync(space.Administrator)).ShouldBeEmpty("the week is not over");
        await RunAsync(7);
        await RunAsync(7);

        var mail = (await DigestsAsync(space.Administrator)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("La semaine de l’espace Résumé & <Co>");
        mail.Plain.ShouldContain("2 projets vous ont tagué");
        mail.Plain.ShouldContain("1 projet clôturé");
        mail.Plain.ShouldNotContain("mis à jour");
        mail.Plain.ShouldContain("15,66");
        mail.Plain.ShouldContain("sans bilan");
        mail.Plain.ShouldNotContain("Parti");
        mail.Plain.ShouldNotContain("exemple.example", Case.Sensitive, "a title makes no link");
        mail.Plain.ShouldContain("avez choisi un résumé par semaine");
        mail.Plain.ShouldContain($"http://localhost/espaces/{space.Id}/notifications");
        (await DigestsAsync(english)).ShouldHaveSingleItem().Plain.ShouldContain("2 projects tagged you");

        await RunAsync(14);
        (await DigestsAsync(space.Administrator)).Count.ShouldBe(1, "nothing to say, no mail");
    }

    [Fact]
    public async Task What_changed_without_a_tag_or_a_closing_is_told_as_updated()
    {
        var space = await app.SpaceAsync();
        var now = DateTimeOffset.UtcNow;
        var project = await app.ProjectAsync(space);
        // As if it had been tagged long ago.
        await app.Database.ScalarAsync<int>($"with t as (update member_space.mt_events set timestamp = timestamp - interval '30 days' where stream_id = '{project}' returning 1) select count(*)::int from t");
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 1, ("transport", "transport", 12m)) with { MeasuredAt = now });
        await app.As(space.Administrator).Client.PutAsJsonAsync($"/api/member-spaces/{space.Id}/notifications", new { eachTag = true, weekly = true });

        await RunAsync(7);

        var mail = (await DigestsAsync(space.Administrator)).ShouldHaveSingleItem();
        mail.Plain.ShouldContain("1 projet mis à jour");
        mail.Plain.ShouldNotContain("tagué :");
    }

    [Fact]
    public async Task One_click_ends_the_mails_of_the_link_and_nothing_else_without_a_sign_in()
    {
        var space = await app.SpaceAsync();
        await app.As(space.Administrator).Client.PutAsJsonAsync($"/api/member-spaces/{space.Id}/notifications", new { eachTag = true, weekly = true });
        await app.ProjectAsync(space);
        await RunAsync(7);
        var address = new Uri((await DigestsAsync(space.Administrator)).ShouldHaveSingleItem().Unsubscribe!).PathAndQuery;
        var key = address.Split('/')[^1];
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mail_keys k where k::text like '%{key}%'")).ShouldBe(0, "the table opens nothing");

        var anybody = app.NewVisitor();
        var page = await anybody.GetPageAsync(address);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Ne plus le recevoir");
        (await ChoiceAsync(space)).ShouldBe("""{"eachTag":true,"weekly":true}""", "a scanner that opens links ends nothing");

        using var program = app.CreateClient();
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        (await program.PostAsync(new Uri(address, UriKind.Relative), body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ChoiceAsync(space)).ShouldBe("""{"eachTag":true,"weekly":false}""");
        (await anybody.GetPageAsync(address)).Text.ShouldContain("Vous ne recevez plus le résumé de la semaine");

        var tagged = (await ToAsync(space.Administrator)).Single(m => m.Subject.Contains("tagué", StringComparison.Ordinal));
        page = await anybody.GetPageAsync(new Uri(tagged.Unsubscribe!).PathAndQuery);
        (await anybody.SubmitAsync(page)).Text.ShouldContain("Vous ne recevez plus un mail par tag");
        (await ChoiceAsync(space)).ShouldBe("""{"eachTag":false,"weekly":false}""");
    }

    [Fact]
    public async Task A_wrong_key_is_told_nothing()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space);
        var address = new Uri((await ToAsync(space.Administrator)).Single(m => m.Unsubscribe is not null).Unsubscribe!).PathAndQuery;
        using var program = app.CreateClient();
        foreach (var wrong in new[] { "/espaces/desinscription/x", "/espaces/desinscription/" + new string('A', 32), address[..^1], address + "A" })
        {
            (await program.GetAsync(new Uri(wrong, UriKind.Relative))).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
            var answer = await program.PostAsync(new Uri(wrong, UriKind.Relative), null);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain(space.Name);
        }

        (await ChoiceAsync(space)).ShouldBe("""{"eachTag":true,"weekly":false}""");
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, bool eachTag, bool weekly)
    {
        foreach (var (name, on) in new[] { ("eachTag", eachTag), ("weekly", weekly) })
        {
            ((AngleSharp.Html.Dom.IHtmlInputElement)page.Find($"input[name={name}]")).IsChecked = on;
        }

        return visitor.SubmitAsync(page);
    }

    private Task<string> ChoiceAsync(TestSpace space) => app.As(space.Administrator).Client.GetStringAsync(new Uri($"/api/member-spaces/{space.Id}/notifications", UriKind.Relative));

    private async Task RunAsync(int days)
    {
        var clock = new MovableClock();
        clock.Advance(TimeSpan.FromDays(days));
        await ActivatorUtilities.CreateInstance<WeeklyDigests>(app.Services, clock).RunAsync(default);
    }

    private async Task<IReadOnlyList<Queued>> DigestsAsync(PersonId person)
        => [.. (await ToAsync(person)).Where(m => m.Subject.StartsWith("La semaine", StringComparison.Ordinal) || m.Subject.StartsWith("The week", StringComparison.Ordinal))];

    private async Task<IReadOnlyList<Queued>> ToAsync(PersonId person) => await app.Log.ListAsync(
        "select subject, coalesce(plain, ''), unsubscribe from mail_queue where recipient = $1",
        r => new Queued(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2)),
        CancellationToken.None,
        await app.EmailOfAsync(person));

    private sealed record Queued(string Subject, string Plain, string? Unsubscribe);
}
