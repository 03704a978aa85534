using System.Net;
using System.Text.Json.Nodes;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using Published = EcoprodPlatform.Messaging.Published;

namespace EcoprodPlatform.BackOffice.Tests;

/// <summary>The journal: every integration event of every module, for staff.</summary>
public sealed class JournalTests(BackOfficeApp app) : IClassFixture<BackOfficeApp>
{
    private const string Journal = "/equipe/journal";
    private readonly MovableClock _clock = new();

    [Fact]
    public async Task What_a_module_publishes_is_noted_with_who_did_it()
    {
        var producer = new PersonId(NewId());
        await app.DeliverAsync(new PersonKnownV1(NewId(), producer, 1, "Camille", "Renaud", "camille@example.org", "fr"));
        using var camille = app.As(producer);
        var opened = await camille.Client.SendAsync(HttpMethod.Post, "/api/projects", new { title = "Le Grand Silence", editorialGenre = "feature-film", leadCountry = "FR", currency = "EUR" });
        opened.StatusCode.ShouldBe(HttpStatusCode.Created, await opened.Content.ReadAsStringAsync());
        var project = Guid.Parse((await opened.JsonAsync())["id"]!.GetValue<string>());
        await app.SettledAsync();
        using var staff = app.As(BackOfficeApp.Staff);

        var page = await staff.GetPageAsync($"{Journal}?id={project}");

        page.Texts("tbody tr").Count.ShouldBe(1);
        page.Text.ShouldContain("Projet ouvert, modifié ou clos");
        page.Text.ShouldContain("Camille Renaud");
        page.Text.ShouldNotContain("Le Grand Silence");
        (await staff.GetPageAsync($"{Journal}?id={producer}")).Text.ShouldContain("Projet ouvert, modifié ou clos", Case.Sensitive, "a person's id finds what they did");
    }

    [Fact]
    public async Task B03_A_deletion_is_noted_with_who_did_it_and_without_the_project_s_data()
    {
        var producer = new PersonId(NewId());
        await app.DeliverAsync(new PersonKnownV1(NewId(), producer, 1, "Camille", "Renaud", "camille@example.org", "fr"));
        using var camille = app.As(producer);
        var opened = await camille.Client.SendAsync(HttpMethod.Post, "/api/projects", new { title = "Le Grand Oubli", editorialGenre = "feature-film", leadCountry = "FR", currency = "EUR" });
        var project = Guid.Parse((await opened.JsonAsync())["id"]!.GetValue<string>());
        (await camille.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{project}", version: 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.SettledAsync();
        using var staff = app.As(BackOfficeApp.Staff);

        var page = await staff.GetPageAsync($"{Journal}?id={project}");

        page.Texts("tbody tr").ShouldContain(r => r.Contains("Projet supprimé", StringComparison.Ordinal) && r.Contains("Camille Renaud", StringComparison.Ordinal));
        page.Text.ShouldNotContain("Le Grand Oubli");
    }

    /// <summary>T10: the entry stays for staff, and nothing of the project's content is in it.</summary>
    [Fact]
    public async Task What_is_detached_stays_in_the_journal_without_the_project_s_data()
    {
        var (project, tag, by) = (NewId(), NewId(), NewId());
        var message = new StructureDetachedV1(NewId(), project, tag, by, 7);
        await app.NoteAsync(new Published(message.EventId, StructureDetachedV1.WireName, message, by));
        using var staff = app.As(BackOfficeApp.Staff);

        var row = (await staff.GetPageAsync($"{Journal}?id={project}")).Find("tbody tr");

        row.TextContent.ShouldContain("Structure détachée d’un projet");
        row.QuerySelectorAll("a[title]").Select(a => a.GetAttribute("title")).ShouldBe([$"{project}", $"{tag}"]);
        (await app.Database.ScalarAsync<string>($"select row_to_json(j)::text from back_office.journal j where message_id = '{message.EventId}'")).ShouldNotContain("\"7\"");
    }

    [Fact]
    public async Task A_kind_that_nobody_publishes_any_more_is_shown_by_its_name_and_noted_twice_it_is_there_once()
    {
        var id = NewId();
        var message = new Retired(id, NewId());
        await app.NoteAsync(new Published(id, "projects.retired.v1", message, null));
        await app.NoteAsync(new Published(id, "projects.retired.v1", message, null));
        using var staff = app.As(BackOfficeApp.Staff);

        var page = await staff.GetPageAsync($"{Journal}?id={message.FilmId}");

        page.Texts("tbody tr").Single().ShouldContain("projects.retired.v1");
        page.Text.ShouldContain("La plateforme");
    }

    [Fact]
    public async Task An_erased_person_s_name_goes_and_what_they_did_stays()
    {
        var person = NewId();
        await app.DeliverAsync(new PersonKnownV1(NewId(), person, 1, "Noa", "Petit", "noa@example.org", "fr"));
        await TagAsync(person);
        await app.DeliverAsync(new PersonErasedV1(NewId(), person, 2), new PersonKnownV1(NewId(), person, 1, "Noa", "Petit", "noa@example.org", "fr"));
        using var staff = app.As(BackOfficeApp.Staff);

        var page = await staff.GetPageAsync($"{Journal}?id={person}");

        page.Text.ShouldContain("Structure taguée");
        page.Text.ShouldContain("Compte effacé");
        page.Text.ShouldNotContain("Noa");
    }

    [Fact]
    public async Task It_is_read_backwards_a_page_at_a_time_and_no_row_twice()
    {
        var person = NewId();
        for (var i = 0; i < 30; i++)
        {
            await TagAsync(person);
        }

        using var staff = app.As(BackOfficeApp.Staff);

        var first = await staff.GetPageAsync($"{Journal}?id={person}");
        var second = await staff.GetPageAsync(first.Find("a[rel=next]").GetAttribute("href")!);

        first.All("tbody tr").Count.ShouldBe(20);
        second.All("tbody tr").Count.ShouldBe(10);
        second.Has("a[rel=next]").ShouldBeFalse();
        first.Texts("tbody tr").Concat(second.Texts("tbody tr")).Distinct().Count().ShouldBe(30);
        second.Text.ShouldContain("Le plus récent");
        var extract = await staff.Client.GetJsonAsync($"/api/journal?id={person}");
        var rest = await staff.Client.GetJsonAsync($"/api/journal?id={person}&before={extract["next"]}");
        extract["items"]!.AsArray().Count.ShouldBe(20);
        rest["items"]!.AsArray().Count.ShouldBe(10);
        rest["next"].ShouldBeNull();
        Newest(extract)["kind"]!.GetValue<string>().ShouldBe(StructureTaggedV1.WireName);
        CsvTable.Read(await staff.Client.GetByteArrayAsync(new Uri($"{Journal}.csv?id={person}", UriKind.Relative)), ';').Count.ShouldBe(31, "head and all rows");
    }

    [Fact]
    public async Task Days_are_days_of_Paris()
    {
        var person = NewId();
        // A minute before and after midnight in Paris, in summer.
        using (_clock.At(new DateTimeOffset(2026, 7, 14, 21, 59, 0, TimeSpan.Zero)))
        {
            await TagAsync(person);
        }

        using (_clock.At(new DateTimeOffset(2026, 7, 14, 22, 1, 0, TimeSpan.Zero)))
        {
            await TagAsync(person);
        }

        using var staff = app.As(BackOfficeApp.Staff);

        async Task<IReadOnlyList<string>> TimesAsync(string days) => (await staff.GetPageAsync($"{Journal}?id={person}&{days}")).Texts("tbody time");

        (await TimesAsync("du=2026-07-14&au=2026-07-14")).ShouldBe(["14/07/2026 à 23:59"]);
        (await TimesAsync("du=2026-07-15")).ShouldBe(["15/07/2026 à 00:01"]);
        (await TimesAsync("au=2026-07-13")).ShouldBeEmpty();
        (await TimesAsync("du=14/07/2026&au=15/07/2026")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("id=abc", "« abc » n’est pas un identifiant")]
    [InlineData("du=31/02/2026", "« 31/02/2026 » n’est pas une date qui existe.")]
    [InlineData("du=2026-02-02&au=2026-02-01", "La fin précède le début.")]
    public async Task An_address_that_means_nothing_is_told_and_shows_no_row(string query, string told)
    {
        await TagAsync(NewId());
        using var staff = app.As(BackOfficeApp.Staff);

        var page = await staff.GetPageAsync($"{Journal}?{query}");

        page.Text.ShouldContain(told);
        page.Has("tbody tr").ShouldBeFalse();
    }

    [Fact]
    public async Task Only_staff_read_it_in_their_language()
    {
        using var somebody = app.As(new PersonId(NewId()));
        (await somebody.GetPageAsync(Journal)).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var english = app.As(BackOfficeApp.Staff, "en");
        await TagAsync(NewId());

        var page = await english.GetPageAsync(Journal);

        page.Texts("tbody tr").ShouldContain(t => t.Contains("Structure tagged", StringComparison.Ordinal));
        (await english.GetPageAsync("/equipe")).Has($"a[href='{Journal}']").ShouldBeTrue();
    }

    private static JsonObject Newest(JsonObject extract) => extract["items"]!.AsArray()[0]!.AsObject();

    private Guid NewId() => new IdSource(_clock).NewId();

    private Task TagAsync(Guid by)
    {
        var message = new StructureTaggedV1(NewId(), NewId(), 3, NewId(), NewId(), by, _clock.GetUtcNow());
        return app.NoteAsync(new Published(message.EventId, StructureTaggedV1.WireName, message, by));
    }

    /// <summary>A message of an older version.</summary>
    private sealed record Retired(Guid EventId, Guid FilmId);
}
