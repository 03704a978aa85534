using System.Net;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>Équipe › Tâches: who sees Hangfire's dashboard, and what it may do in a browser.</summary>
public sealed class StaffJobsTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private const string Jobs = "/equipe/taches";

    [Theory]
    [InlineData(Jobs)]
    [InlineData($"{Jobs}/recurring")]
    [InlineData($"{Jobs}/stats")]
    public async Task Nobody_but_staff_sees_it(string path)
    {
        using var stranger = app.NewVisitor();
        (await stranger.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Redirect);
        using var person = app.As(await app.PersonAsync("Camille"));
        (await person.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Staff_find_the_timetable_from_their_page_under_our_own_policy_for_content()
    {
        using var staff = app.As(MemberSpaceApp.Staff, "en");
        (await staff.GetPageAsync("/equipe")).Find($"a[href='{Jobs}']").TextContent.ShouldBe("See the jobs");

        using var answer = await staff.Client.GetAsync(new Uri($"{Jobs}/recurring", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("messaging:housekeeping");
        html.ShouldContain("<title>Recurring Jobs");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldNotContain("http");
        policy.ShouldContain("style-src 'self'; script-src 'self';");
    }

    [Fact]
    public async Task A_run_is_asked_for_with_the_token_only()
    {
        using var staff = app.As(MemberSpaceApp.Staff);
        var page = await staff.GetPageAsync($"{Jobs}/recurring");
        var trigger = new Uri($"{Jobs}/recurring/trigger", UriKind.Relative);
        KeyValuePair<string, string>[] chosen = [new("jobs[]", "messaging:housekeeping")];

        using var without = await staff.Client.PostAsync(trigger, new FormUrlEncodedContent(chosen));
        ((int)without.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
        using var request = new HttpRequestMessage(HttpMethod.Post, trigger) { Content = new FormUrlEncodedContent(chosen) };
        request.Headers.Add(page.Find("meta[name=csrf-header]").GetAttribute("content")!, page.Find("meta[name=csrf-token]").GetAttribute("content"));
        using var with = await staff.Client.SendAsync(request);
        with.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
