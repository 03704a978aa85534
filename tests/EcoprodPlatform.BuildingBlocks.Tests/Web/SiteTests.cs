using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Assets;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Errors;
using EcoprodPlatform.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class SiteTests : IAsyncLifetime
{
    private WebSite site = null!;

    private HttpClient Client => site.Client;

    public async Task InitializeAsync() => site = await WebSite.StartAsync(
        app =>
        {
            app.MapPage("/echec/{kind}", string (string kind, HttpContext http) => throw Failure(kind)).AllowAnonymous();
            app.MapPage("/prive", () => "private").RequireAuthorization(Policies.SignedIn);
            app.MapPage("/equipe", () => "staff").RequireAuthorization(Policies.Staff);
            app.MapPage("/qui", (HttpContext http) => http.Actor().ToString()).RequireAuthorization(Policies.SignedIn);
            app.MapForm("/prive", () => Page.Redirect("/prive")).RequireAuthorization(Policies.SignedIn);
            app.MapPage("/secret", () => Page.Of(new ErrorPage { Title = new Text("Codes", "Codes"), Advice = new Text("1", "1") })).AllowAnonymous().NeverKept();
            app.MapForm("/envoi", () => Page.Redirect("/design/vide", Flash.Done("« <Projet> » enregistré.", "Saved."))).AllowAnonymous();
            var to = new Routes(app);
            to.Public.Get("/api/things/fails/{kind}", string (string kind) => throw Failure(kind), "FailThing");
            to.Get("/api/things/private", () => "private", "GetPrivateThing");
            to.Public.Get("/api/things/one", (string name, Asked asked) => asked.Versioned(new Thing(name, 1m), 7), "GetThing");
            to.Public.Put("/api/things/one", (Asked asked, SeenVersion seen) => seen.Value, "ChangeThing");
            to.Public.Post("/api/things", (Thing thing) => thing, "MakeThing");
        },
        services => services.AddScoped<IShellContributor, Shell>());

    public async Task DisposeAsync() => await site.DisposeAsync();

    /// <summary>A request that a browser makes from a page of this site.</summary>
    private static HttpRequestMessage As(string? user, HttpMethod method, string path, params KeyValuePair<string, string>[] fields)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        if (fields.Length > 0)
        {
            request.Content = new FormUrlEncodedContent(fields);
        }

        return request;
    }

    private static Exception Failure(string kind) => kind switch
    {
        "invalid" => new RuleBrokenException("thing.bad", new Text("Non.", "No."), field: "name"),
        "forbidden" => RuleBrokenException.Forbidden("thing.forbidden", new Text("Réservé.", "Reserved.")),
        "missing" => RuleBrokenException.NotFound("thing.missing", new Text("Ce projet n’existe pas.", "This project does not exist.")),
        "conflict" => RuleBrokenException.Conflict("thing.closed", new Text("Ce projet est clôturé.", "This project is closed.")),
        "stale" => new ConcurrencyException("stale"),
        "bad" => new BadHttpRequestException("bad"),
        "database" => new NpgsqlException("away", new SocketException(111)),
        { Length: 5 } when char.IsAsciiDigit(kind[0]) => new InvalidOperationException("wrapped", new PostgresException("the secret detail", "ERROR", "ERROR", kind)),
        _ => new InvalidOperationException("the secret detail"),
    };

    [Theory]
    [InlineData("invalid", 422, "thing.bad")]
    [InlineData("forbidden", 403, "thing.forbidden")]
    [InlineData("missing", 404, "thing.missing")]
    [InlineData("conflict", 409, "thing.closed")]
    [InlineData("stale", 409, "web.stale")]
    [InlineData("bad", 400, "web.bad-request")]
    [InlineData("database", 503, "web.unavailable")]
    [InlineData("other", 500, "web.unexpected")]
    public async Task A_failure_is_a_page_for_people_and_problem_details_for_programs(string kind, int status, string code)
    {
        var page = await Client.GetAsync($"/echec/{kind}");
        ((int)page.StatusCode).ShouldBe(status);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = WebSite.Html(await page.Content.ReadAsStringAsync());
        html.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        html.QuerySelector("h1")!.TextContent.Length.ShouldBeGreaterThan(5);
        html.DocumentElement.TextContent.ShouldNotContain("secret");

        var answer = await Client.GetAsync($"/api/things/fails/{kind}");
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("53000")] // resources
    [InlineData("53100")] // disk
    [InlineData("53200")] // memory
    [InlineData("53300")] // connections
    [InlineData("53400")] // limits
    [InlineData("25006")] // read-only
    [InlineData("57P01")] // stopping
    [InlineData("57P02")] // crashed
    [InlineData("57P03")] // starting
    public async Task A_database_that_can_take_nothing_in_is_503_and_says_when_to_come_back(string state)
    {
        foreach (var path in (string[])["/echec/", "/api/things/fails/"])
        {
            using var answer = await Client.GetAsync($"{path}{state}");
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldContain("momentanément indisponible");
            text.ShouldNotContain("secret");
        }
    }

    [Fact]
    public async Task What_a_program_has_already_is_not_sent_again()
    {
        using var first = await Client.GetAsync("/api/things/one?name=a");
        var tag = first.Headers.ETag!.ToString();
        tag.ShouldStartWith("\"7-");
        (await first.Content.ReadAsStringAsync()).ShouldBe("""{"name":"a","value":1}""");

        foreach (var known in (string[])[tag, $"W/{tag}", $"\"3\", {tag}", "*"])
        {
            using var again = await ReadAsync("a", known);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, known);
            again.Headers.ETag!.ToString().ShouldBe(tag);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        // The same version of the thing, and another content.
        foreach (var other in (string[])[tag, "\"7\""])
        {
            using var changed = await ReadAsync("b", other);
            changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var bad = await ReadAsync("a", "seven");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("web.if-none-match");

        async Task<HttpResponseMessage> ReadAsync(string name, string known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/things/one?name={name}");
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return await Client.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("\"7\"", 200, "7")]
    [InlineData("W/\"7\"", 200, "7")]
    [InlineData("\"7-1f0c\"", 200, "7")]
    [InlineData("\"5\", W/\"7-1f0c\", \"6\"", 200, "7")]
    [InlineData("7", 200, "7")]
    [InlineData("*", 428, "web.version-required")]
    [InlineData("seven", 400, "web.if-match")]
    [InlineData("\"seven\"", 400, "web.if-match")]
    [InlineData("\"7", 400, "web.if-match")]
    public async Task A_version_is_read_as_proxies_and_programs_write_it(string header, int status, string contains)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/things/one");
        request.Headers.TryAddWithoutValidation("If-Match", header);
        using var answer = await Client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(contains);
    }

    [Fact]
    public async Task A_broken_rule_names_its_field_to_programs()
    {
        var problem = await Client.GetAsync("/api/things/fails/invalid");
        (await problem.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("name")[0].GetString().ShouldBe("Non.");
    }

    [Fact]
    public async Task While_the_database_is_away_the_page_says_to_come_back_even_when_the_frame_needs_it()
    {
        Client.DefaultRequestHeaders.Add("X-Shell", "database");
        var page = await Client.GetAsync("/design/vide");
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await page.Content.ReadAsStringAsync()).ShouldContain("ce qui serait déjà enregistré ne le sera pas deux fois");
    }

    [Fact]
    public async Task An_unexpected_failure_gives_a_reference_to_find_it_by()
        => WebSite.Html(await (await Client.GetAsync("/echec/other")).Content.ReadAsStringAsync()).QuerySelector("main code")!.TextContent.Length.ShouldBeGreaterThan(8);

    [Fact]
    public async Task An_unknown_address_has_its_page_and_its_problem_details()
    {
        var page = await Client.GetAsync("/nulle-part");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("Cette page n’existe pas");
        var answer = await Client.GetAsync("/api/nowhere");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Who_is_not_signed_in_or_not_allowed_gets_401_and_403()
    {
        (await Client.GetAsync("/prive")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Client.GetAsync("/api/things/private")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Client.DefaultRequestHeaders.Add("X-User", "somebody");
        (await Client.GetStringAsync("/prive")).ShouldBe("private");
        (await Client.GetStringAsync("/qui")).ShouldBe(new Actor(new PersonId(Guid.Parse("0199d4a0-0000-7000-8000-000000000001"))).ToString());
        (await Client.GetAsync("/equipe")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Client.DefaultRequestHeaders.Remove("X-User");
        Client.DefaultRequestHeaders.Add("X-User", "staff");
        (await Client.GetStringAsync("/equipe")).ShouldBe("staff");
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("[]")]
    public async Task Malformed_JSON_is_a_400_with_problem_details(string json)
    {
        var answer = await Client.PostAsync("/api/things", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    public async Task A_browser_sending_a_change_from_another_site_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/things") { Content = JsonContent.Create(new Thing("a", 1)) };
        request.Headers.Add(header, value);
        (await Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("X-Nothing", "1")]
    public async Task Programs_and_our_own_pages_may_change_things(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/things") { Content = JsonContent.Create(new Thing("a", 1)) };
        request.Headers.Add(header, value);
        (await Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing_and_offers_to_send_the_same_values_again()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/envoi")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("title", "Les \"Marées\" <b>"), KeyValuePair.Create("tag", "a"), KeyValuePair.Create("tag", "b")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var answer = await Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var html = WebSite.Html(await answer.Content.ReadAsStringAsync());
        html.QuerySelector("main")!.TextContent.ShouldContain("rien n’a été perdu");
        html.QuerySelectorAll("main form input[name=tag]").Length.ShouldBe(2);
        html.QuerySelector("main form input[name=title]")!.GetAttribute("value").ShouldBe("Les \"Marées\" <b>");

        var again = html.QuerySelectorAll("main form input").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!));
        (await Client.PostAsync("/envoi", new FormUrlEncodedContent(again))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_form_without_its_token_from_nobody_knows_where_is_not_offered_again()
    {
        var answer = await Client.PostAsync("/envoi", new FormUrlEncodedContent([KeyValuePair.Create("title", "x")]));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebSite.Html(await answer.Content.ReadAsStringAsync()).QuerySelector("main form").ShouldBeNull();
    }

    [Fact]
    public async Task A_password_is_never_put_into_a_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/envoi") { Content = new FormUrlEncodedContent([KeyValuePair.Create("password", "s3cret")]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        (await (await Client.SendAsync(request)).Content.ReadAsStringAsync()).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task B05_A_form_sent_after_the_session_ended_comes_back_after_the_sign_in_and_is_sent_as_it_was_typed()
    {
        var open = WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, "/design/formulaire"))).Content.ReadAsStringAsync());
        var token = open.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        KeyValuePair<string, string>[] typed = [new("__RequestVerificationToken", token), new("langue", "en"), new("title", "Les \"Marées\" <b>"), new("tag", "a"), new("tag", "b")];

        var ended = await Client.SendAsync(As(null, HttpMethod.Post, "/prive?etape=2", typed));
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var html = WebSite.Html(await ended.Content.ReadAsStringAsync());
        html.QuerySelector("h1")!.TextContent.ShouldBe("Votre session a pris fin");
        html.QuerySelector("main")!.TextContent.ShouldContain("rien n’a été perdu");
        var resume = html.QuerySelector("main a.btn")!.GetAttribute("href")!;

        (await Client.SendAsync(As(null, HttpMethod.Get, resume))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "it asks to sign in");
        var anywhere = WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, "/design/vide"))).Content.ReadAsStringAsync());
        anywhere.QuerySelector("main .notice a")!.GetAttribute("href").ShouldBe(resume, "every page says that something waits");

        var waiting = WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, resume))).Content.ReadAsStringAsync());
        var form = waiting.QuerySelector("main form")!;
        new Uri(Client.BaseAddress!, form.GetAttribute("action")).ShouldBe(new Uri(Client.BaseAddress!, "/prive?etape=2"), "it goes where it was sent");
        var kept = form.QuerySelectorAll("input").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)).ToArray();
        kept.ShouldBe([.. typed, new("reprise", "1")]);

        (await Client.SendAsync(As("x", HttpMethod.Post, "/prive?etape=2", kept))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var after = WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, resume))).Content.ReadAsStringAsync());
        after.QuerySelector("h1")!.TextContent.ShouldBe("Aucune saisie n’attend");
        WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, "/design/vide"))).Content.ReadAsStringAsync()).QuerySelector("main .notice").ShouldBeNull();
    }

    [Fact]
    public async Task B05_What_is_too_long_for_a_cookie_waits_in_the_page_itself()
    {
        // Noise, which no compression makes small.
        var text = Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData([1]).Concat(Enumerable.Range(0, 400).SelectMany(i => System.Security.Cryptography.SHA512.HashData(BitConverter.GetBytes(i)))).ToArray());
        KeyValuePair<string, string>[] typed = [new("title", text)];
        var ended = await Client.SendAsync(As(null, HttpMethod.Post, "/prive", typed));
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var html = WebSite.Html(await ended.Content.ReadAsStringAsync());
        html.QuerySelector("main a[target=_blank]")!.GetAttribute("href").ShouldBe("/session");
        html.QuerySelector("main form input[name=title]")!.GetAttribute("value").ShouldBe(text);
        (await Client.SendAsync(As("x", HttpMethod.Get, "/session"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task B05_What_was_typed_may_be_given_up()
    {
        await Client.SendAsync(As(null, HttpMethod.Post, "/prive", new KeyValuePair<string, string>("title", "x")));
        var waiting = WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, "/session/reprise"))).Content.ReadAsStringAsync());
        var drop = waiting.QuerySelectorAll("main form")[1];
        var fields = drop.QuerySelectorAll("input").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)).ToArray();
        (await Client.SendAsync(As("x", HttpMethod.Post, drop.GetAttribute("action")!, fields))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        WebSite.Html(await (await Client.SendAsync(As("x", HttpMethod.Get, "/session/reprise"))).Content.ReadAsStringAsync()).QuerySelector("main")!.TextContent.ShouldContain("Aucune saisie n’attend");
    }

    [Fact]
    public async Task Over_plain_HTTP_a_browser_vouches_by_its_origin()
    {
        using var request = As(null, HttpMethod.Post, "/prive", new KeyValuePair<string, string>("title", "typed here"));
        request.Headers.Remove("Sec-Fetch-Site");
        request.Headers.Add("Origin", "http://localhost");
        WebSite.Html(await (await Client.SendAsync(request)).Content.ReadAsStringAsync()).QuerySelector("main a.btn")!.GetAttribute("href").ShouldBe("/session/reprise");
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("none", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_form_of_nobody_knows_where_is_not_kept(string? site, HttpStatusCode status)
    {
        using var request = As(null, HttpMethod.Post, "/prive", new KeyValuePair<string, string>("title", "typed elsewhere"));
        request.Headers.Remove("Sec-Fetch-Site");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        var answer = await Client.SendAsync(request);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("typed elsewhere");
    }

    [Fact]
    public async Task Passwords_and_files_are_not_kept_when_the_session_ended()
    {
        var password = await Client.SendAsync(As(null, HttpMethod.Post, "/prive", new("currentPassword", "s3cret"), new("title", "typed")));
        password.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await password.Content.ReadAsStringAsync()).ShouldNotContain("s3cret");

        using var content = new MultipartFormDataContent { { new StringContent("typed"), "title" }, { new ByteArrayContent([1, 2, 3]), "file", "a.png" } };
        using var request = As(null, HttpMethod.Post, "/prive");
        request.Content = content;
        var file = await Client.SendAsync(request);
        file.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var html = WebSite.Html(await file.Content.ReadAsStringAsync());
        html.QuerySelector("main form").ShouldBeNull();
        html.QuerySelector("main")!.TextContent.ShouldContain("revenez à la page précédente");
    }

    [Fact]
    public async Task A_program_is_told_401_whatever_it_says_about_itself()
    {
        using var request = As(null, HttpMethod.Get, "/api/things/private");
        (await Client.SendAsync(request)).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_flash_message_is_shown_once_after_the_redirect()
    {
        var page = await site.PageAsync("/design/formulaire");
        var token = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var answer = await Client.PostAsync("/envoi", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/design/vide");
        (await site.PageAsync("/design/vide")).QuerySelector("[role=status]")!.TextContent.ShouldContain("«\u202F<Projet>\u202F» enregistré.");
        (await site.PageAsync("/design/vide")).QuerySelector("[role=status]").ShouldBeNull();
    }

    [Fact]
    public async Task A_forged_flash_message_is_ignored()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/design/vide");
        request.Headers.Add("Cookie", "ecoprod-flash=eyJUZXh0IjoiaGVsbG8ifQ");
        var answer = await Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebSite.Html(await answer.Content.ReadAsStringAsync()).QuerySelector("[role=status]").ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_form_comes_back_with_everything_that_was_typed()
    {
        var answer = await site.SubmitAsync("/design/formulaire", ("title", ""), ("genre", "zz"), ("budget", "1e5"), ("start", "31/02/2022"), ("delivery", "2023-10-02"), ("episodes", "1"), ("duration.min", "x"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebSite.Html(await answer.Content.ReadAsStringAsync());
        html.QuerySelector("[name=budget]")!.GetAttribute("value").ShouldBe("1e5");
        html.QuerySelector("[name=start]")!.GetAttribute("value").ShouldBe("31/02/2022");
        html.QuerySelector("[name=start]")!.GetAttribute("type").ShouldBe("text");
        html.QuerySelector("[name='duration.min']")!.GetAttribute("value").ShouldBe("x");
        html.QuerySelector("[name=version]")!.GetAttribute("value").ShouldBe("3");
        foreach (var link in html.QuerySelectorAll("#errors a"))
        {
            html.QuerySelector(link.GetAttribute("href")!).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData(null, "fr")]
    [InlineData("en-US,en;q=0.9", "en")]
    [InlineData("fr-CA,en;q=0.8", "fr")]
    [InlineData("de-DE,de;q=0.9,en;q=0.5", "en")]
    [InlineData("de-DE", "fr")]
    public async Task The_language_is_the_browser_s_and_French_for_the_others(string? accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/design/vide");
        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        }

        WebSite.Html(await (await Client.SendAsync(request)).Content.ReadAsStringAsync()).DocumentElement.GetAttribute("lang").ShouldBe(expected);
    }

    [Fact]
    public async Task The_language_switch_keeps_the_address_and_is_remembered()
    {
        var link = (await site.PageAsync("/design?tri=name&page=2")).QuerySelector("a.lang")!.GetAttribute("href")!;
        var answer = await Client.GetAsync(link);
        answer.Headers.Location!.ToString().ShouldBe("/design?tri=name&page=2");
        (await site.PageAsync("/design")).DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task The_language_switch_leads_nowhere_else(string address)
        => (await Client.GetAsync("/langue/en?retour=" + Uri.EscapeDataString(address))).Headers.Location!.ToString().ShouldBe("/");

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        foreach (var path in new[] { "/design", "/nulle-part", "/echec/other", "/api/nowhere", WebAssets.Url("style.css") })
        {
            var headers = (await Client.GetAsync(path)).Headers;
            headers.GetValues("Content-Security-Policy").Single().ShouldBe(SecurityHeaders.ContentSecurityPolicy, path);
            headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
    }

    [Theory]
    [InlineData("/design")]
    [InlineData("/design/tableau-de-bord")]
    [InlineData("/design/formulaire")]
    [InlineData("/design/confirmation")]
    [InlineData("/design/vide")]
    [InlineData("/echec/missing")]
    public async Task A_page_holds_nothing_inline_one_h1_a_title_and_unique_ids(string path)
    {
        var html = WebSite.Html(await (await Client.GetAsync(path)).Content.ReadAsStringAsync());
        html.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        html.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).ShouldBeEmpty();
        html.QuerySelectorAll("main h1").Length.ShouldBe(path == "/design" ? 2 : 1);
        html.Title.ShouldNotBeNull().ShouldEndWith(" · Ecoprod");
        var ids = html.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        if (path != "/design")
        {
            ids.ShouldBeUnique();
        }

        foreach (var described in html.QuerySelectorAll("[aria-describedby]").SelectMany(e => e.GetAttribute("aria-describedby")!.Split(' ')))
        {
            ids.ShouldContain(described);
        }
    }

    [Theory]
    [InlineData("br", 6300)]
    [InlineData("gzip", 6300)]
    [InlineData(null, 22_000)]
    public async Task The_style_sheet_is_small_compressed_and_kept_for_good(string? encoding, int most)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, WebAssets.Url("style.css"));
        if (encoding is not null)
        {
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        }

        var answer = await Client.SendAsync(request);
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThanOrEqualTo(most);
    }

    /// <summary>An asset's address holds its hash, so a script cannot know that of another: it names it, and the address is put in.</summary>
    [Fact]
    public async Task A_script_imports_another_asset_by_its_name()
    {
        var script = await Client.GetStringAsync(WebAssets.Add(typeof(SiteTests).Assembly, "importing.js"));
        script.ShouldBe($"import {{ typeahead }} from \"{WebAssets.Url("typeahead.js")}\";");
        (await Client.GetStringAsync(WebAssets.Url("typeahead.js"))).ShouldContain("export function typeahead(");
    }

    [Fact]
    public void A_script_that_imports_what_is_no_asset_is_not_served()
        => Should.Throw<KeyNotFoundException>(() => WebAssets.Add(typeof(SiteTests).Assembly, "importing-nothing.js")).Message.ShouldContain("nowhere.js");

    [Fact]
    public async Task A_page_may_be_gone_back_to_without_losing_what_was_typed()
        => (await Client.GetAsync("/design/formulaire")).Headers.CacheControl!.ToString().ShouldBe("no-cache, private");

    [Fact]
    public async Task A_page_that_shows_a_secret_is_kept_nowhere()
        => (await Client.GetAsync("/secret")).Headers.CacheControl!.ToString().ShouldBe("no-store");

    [Theory]
    [InlineData("/prive")]
    [InlineData("/session")]
    [InlineData("/design/formulaire")]
    public async Task What_somebody_signed_in_is_answered_is_theirs_alone(string path)
        => (await Client.SendAsync(As("x", HttpMethod.Get, path))).Headers.CacheControl!.ToString().ShouldBe("no-cache, private");

    [Fact]
    public async Task Pages_are_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/design/tableau-de-bord");
        request.Headers.AcceptEncoding.ParseAdd("br");
        var answer = await Client.SendAsync(request);
        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(6000);
    }

    [Fact]
    public async Task Sorting_and_paging_keep_the_rest_of_the_address()
    {
        var html = await site.PageAsync("/design?statut=open&genre=a&genre=b&tri=-total&page=2");
        var current = html.QuerySelector("th[aria-sort]")!;
        current.GetAttribute("aria-sort").ShouldBe("descending");
        current.QuerySelector("a")!.GetAttribute("href").ShouldBe("/design?statut=open&genre=a&genre=b&tri=total");
        html.QuerySelector("a[rel=next]")!.GetAttribute("href").ShouldBe("/design?statut=open&genre=a&genre=b&tri=-total&page=3");
        html.QuerySelector("a[rel=prev]")!.GetAttribute("href").ShouldBe("/design?statut=open&genre=a&genre=b&tri=-total");
    }

    [Theory]
    [InlineData("/design?page=99999999999&tri=%27%3Bdrop")]
    [InlineData("/design?page=-1&tri=")]
    [InlineData("/design?page=abc")]
    public async Task A_hostile_address_shows_the_default_list(string path)
        => (await Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);

    internal sealed record Thing(string Name, decimal Value);

    private sealed class Shell(IHttpContextAccessor accessor) : IShellContributor
    {
        public ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
            => accessor.HttpContext!.Request.Headers["X-Shell"] == "database" ? throw Failure("database") : default;
    }
}
