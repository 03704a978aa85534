using System.Net;
using System.Text;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>What programs POST with an Idempotency-Key is carried out once (docs/decisions/0022).</summary>
[Collection(ProjectsHost.Name)]
public sealed class IdempotencyKeyTests(ProjectsApp app)
{
    private const string Project = """{"title": "Une fois", "editorialGenre": "sport", "leadCountry": "FR"}""";

    [Theory]
    [InlineData("a5c6f3")]
    [InlineData("\"a5c6f3-quoted\"")]
    public async Task The_same_request_gets_the_first_answer_and_is_not_carried_out_again(string key)
    {
        var producer = await app.PersonAsync();
        using var first = await PostAsync(producer, key);
        using var second = await PostAsync(producer, key);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await CountAsync(producer)).ShouldBe(1);
        (await app.EventsAsync(IdOf(first))).ShouldBe(["project-opened.v1"]);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_repeated_too()
    {
        var owner = await app.PersonAsync();
        var other = await app.PersonAsync("Sacha", "Morel");
        var id = await app.ProjectAsync(owner);
        await app.JoinAsync(id, owner.Id, other.Id, "contributor");
        var offer = $$"""{"personId":"{{other.Id}}"}""";
        using var first = await PostAsync(owner, "offre", offer, $"/api/projects/{id}/ownership-offer");
        using var second = await PostAsync(owner, "offre", offer, $"/api/projects/{id}/ownership-offer");
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent, await first.Content.ReadAsStringAsync());
        second.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        (await app.EventsAsync(id)).Count(e => e == "ownership-offered.v1").ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_served_for_something_else_is_refused_and_another_person_s_is_another_key()
    {
        var producer = await app.PersonAsync();
        using var first = await PostAsync(producer, "partagee");
        await PostAsync(producer, "partagee", Project.Replace("Une", "Deux", StringComparison.Ordinal)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "idempotency.key-reused");
        await PostAsync(producer, "partagee", Project, $"/api/projects/{IdOf(first)}/closure").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "idempotency.key-reused");
        (await CountAsync(producer)).ShouldBe(1);

        var stranger = await app.PersonAsync("Sacha", "Morel");
        using var own = await PostAsync(stranger, "partagee");
        own.StatusCode.ShouldBe(HttpStatusCode.Created);
        IdOf(own).ShouldNotBe(IdOf(first));
    }

    [Fact]
    public async Task Many_at_once_are_carried_out_once()
    {
        var producer = await app.PersonAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(producer, "huit")));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
        answers.Where(a => a.StatusCode == HttpStatusCode.Created).Select(IdOf).Distinct().Count().ShouldBe(1);
        (await CountAsync(producer)).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_not_kept_because_nothing_was_done()
    {
        var producer = await app.PersonAsync();
        await PostAsync(producer, "refus", $"{Project[..^1]}, \"budget\": -1}}").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity);
        var id = await app.ProjectAsync(await app.PersonAsync("Sacha", "Morel"));
        await PostAsync(producer, "refus", "", $"/api/projects/{id}/closure").ShouldRefuseAsync(HttpStatusCode.NotFound);
        using var right = await PostAsync(producer, "refus");
        right.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_host_that_died_before_it_kept_its_answer_has_not_done_it_twice()
    {
        var producer = await app.PersonAsync();
        using var first = await PostAsync(producer, "mort-apres");
        await StateAsync(first, "status = null, body = null");
        await PostAsync(producer, "mort-apres").ShouldRefuseAsync(HttpStatusCode.Conflict, "idempotency.in-progress");
        await StateAsync(first, "lease_until = lease_until - interval '1 hour'");
        await PostAsync(producer, "mort-apres").ShouldRefuseAsync(HttpStatusCode.Conflict, "idempotency.answer-lost");
        (await CountAsync(producer)).ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_died_before_it_did_anything_lets_the_next_one_do_it()
    {
        var producer = await app.PersonAsync();
        using var first = await PostAsync(producer, "mort-avant");
        await StateAsync(first, "status = null, body = null, lease_until = lease_until - interval '1 hour', command_id = gen_random_uuid()");
        using var second = await PostAsync(producer, "mort-avant");
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var third = await PostAsync(producer, "mort-avant");
        (await third.Content.ReadAsStringAsync()).ShouldBe(await second.Content.ReadAsStringAsync());
        (await CountAsync(producer)).ShouldBe(2, "the first one was made dead by the test alone");
    }

    [Fact]
    public async Task After_a_day_the_key_is_forgotten()
    {
        var producer = await app.PersonAsync();
        using var first = await PostAsync(producer, "hier");
        await StateAsync(first, "recorded_at = recorded_at - interval '25 hours'");
        using var second = await PostAsync(producer, "hier", Project.Replace("Une", "Deux", StringComparison.Ordinal));
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CountAsync(producer)).ShouldBe(2);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("deux mots")]
    [InlineData("clé")]
    public async Task A_malformed_key_is_told(string key)
    {
        var producer = await app.PersonAsync();
        await PostAsync(producer, key).ShouldRefuseAsync(HttpStatusCode.BadRequest, "idempotency.key");
        await PostAsync(producer, new string('x', 256)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "idempotency.key");
        (await CountAsync(producer)).ShouldBe(0);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestPerson person, string key, string body = Project, string path = "/api/projects")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await person.Client.SendAsync(request);
    }

    private static Guid IdOf(HttpResponseMessage created) => Guid.Parse(created.Headers.Location!.ToString().Split('/')[^1]);

    private static async Task<int> CountAsync(TestPerson person) => (await person.Client.GetJsonAsync("/api/projects"))["total"]!.GetValue<int>();

    /// <summary>What a host that was killed leaves behind.</summary>
    private Task StateAsync(HttpResponseMessage created, string change)
        => app.Database.ExecuteAsync($"update projects.repeats set {change} where location = '{created.Headers.Location}'");
}
