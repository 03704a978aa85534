using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Evidence of lines (CC-8: the figures come from the production file), by page without script and by program.</summary>
public sealed class EvidenceSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly byte[] Invoice = SampleFile.Pdf("facture du loueur");

    [Fact]
    public async Task A_producer_attaches_several_files_to_a_line_and_sees_them_on_it_and_in_the_list()
    {
        var (project, line) = await LineAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Page(project, line));
        var input = (IHtmlInputElement)page.Find("input[type=file]");
        input.GetAttribute("accept")!.ShouldContain("image/*", customMessage: "a phone offers its camera");
        page.Text.ShouldContain("25 Mo au plus par fichier");

        page = await owner.SubmitFilesAsync(page, Upload(page), "files", ("../Facture 12.PDF", Invoice), ("relevé.csv", SampleFile.Text("kWh;12\n")));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("2 justificatifs joints à la ligne.");
        page.Texts("tbody th a").ShouldBe(["Facture 12.pdf", "relevé.csv"]);
        page.Texts("tbody tr").ShouldAllBe(r => r.Contains("par vous", StringComparison.Ordinal));
        page.All("tbody th a")[0].GetAttribute("dir").ShouldBe("auto");
        (await owner.GetPageAsync(Page(project, line))).Texts("#justificatifs tbody th a").ShouldBe(["Facture 12.pdf", "relevé.csv"]);
        (await owner.GetPageAsync(Data(project))).Find($"a[href='{Page(project, line)}/justificatifs']").TextContent.ShouldBe("2 justificatifs");
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "evidence-attached.v1"]);
    }

    [Fact]
    public async Task A_program_attaches_lists_reads_and_removes()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var attached = await SendAsync(owner, Api(project, line), ("facture.pdf", Invoice));
        attached.StatusCode.ShouldBe(HttpStatusCode.Created);
        attached.Headers.Location!.ToString().ShouldBe(Api(project, line));

        var file = (await FootprintApp.GetAsync(owner, Api(project, line))).EnumerateArray().ShouldHaveSingleItem();
        file.GetProperty("name").GetString().ShouldBe("facture.pdf");
        file.GetProperty("mediaType").GetString().ShouldBe("application/pdf");
        file.GetProperty("size").GetInt64().ShouldBe(Invoice.Length);
        file.GetProperty("attachedBy").GetGuid().ShouldBe(project.Owner.Value);
        file.GetProperty("lines").GetInt32().ShouldBe(1);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/lines/{line}")).GetProperty("evidence").GetInt32().ShouldBe(1);

        var address = $"{Api(project, line)}/{file.GetProperty("id").GetGuid()}";
        using var read = await owner.GetAsync(new Uri(address, UriKind.Relative));
        (await read.Content.ReadAsByteArrayAsync()).ShouldBe(Invoice);
        read.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        read.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        read.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox; default-src 'none'"]);

        (await owner.SendAsync(HttpMethod.Delete, address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.SendAsync(HttpMethod.Delete, address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await BytesAsync(project)).ShouldBe(0, "the last line let it go");
    }

    /// <summary>CC-7: roles. A structure sees a tagged project's result in its member space, is not on the project and so sees no evidence.</summary>
    [Fact]
    public async Task Readers_download_and_change_nothing_and_strangers_and_structures_learn_nothing()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var document = await AttachAsync(owner, project, line);
        var reader = await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader);
        using var reading = app.ProgramOf(reader);
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        var left = await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor, 3);
        await app.DeliverAsync(new CollaboratorChangedV1(app.Ids.NewId(), project.Id, 4, left, null));
        using var gone = app.ProgramOf(left);

        var page = await app.As(reader).GetPageAsync($"{Page(project, line)}/justificatifs");
        page.Texts("tbody th a").ShouldBe(["facture.pdf"]);
        page.Has("main form").ShouldBeFalse();
        page.Find("tbody tr").TextContent.ShouldContain("par le propriétaire du projet");
        foreach (var address in new[] { $"{Api(project, line)}/{document}", $"{Page(project, line)}/justificatifs/{document}" })
        {
            (await reading.GetByteArrayAsync(new Uri(address, UriKind.Relative))).ShouldBe(Invoice);
            (await stranger.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await gone.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await SendAsync(reading, Api(project, line), ("b.pdf", SampleFile.Pdf("b")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reading.SendAsync(HttpMethod.Delete, $"{Api(project, line)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(stranger, Api(project, line), ("b.pdf", Invoice))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(new Uri(Api(project, line), UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.SendAsync(HttpMethod.Delete, $"{Api(project, line)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.CreateClient().GetAsync(new Uri($"{Api(project, line)}/{document}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.EventsAsync(project.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_proof_serves_two_lines_and_is_erased_with_the_last()
    {
        var (project, first) = await LineAsync();
        var second = await LineAsync(project);
        using var program = app.ProgramOf(project.Owner);
        var document = await AttachAsync(program, project, first);
        var owner = app.As(project.Owner);

        var page = await owner.GetPageAsync(Page(project, second));
        page = await owner.SubmitAsync(page, page.Form("form[action$=reprise]"), ("document", document.ToString()));
        page.Texts("#justificatifs tbody th").ShouldHaveSingleItem().ShouldContain("justifie 2 lignes");
        (await program.SendAsync(HttpMethod.Put, $"{Api(project, second)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.NoContent, "a second time is none");
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "line-added.v1", "evidence-attached.v1", "evidence-attached.v1"]);

        page = await owner.GetPageAsync($"{Page(project, first)}/justificatifs/{document}/retrait");
        page.Text.ShouldContain("Il reste joint aux autres lignes");
        (await owner.SubmitAsync(page)).Text.ShouldContain("Justificatif retiré de la ligne.");
        (await program.GetByteArrayAsync(new Uri($"{Api(project, second)}/{document}", UriKind.Relative))).ShouldBe(Invoice);
        (await program.GetAsync(new Uri($"{Api(project, first)}/{document}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        page = await owner.GetPageAsync($"{Page(project, second)}/justificatifs/{document}/retrait");
        page.Text.ShouldContain("le fichier sera effacé");
        await owner.SubmitAsync(page);
        (await BytesAsync(project)).ShouldBe(0);
    }

    [Fact]
    public async Task Evidence_of_another_project_cannot_be_used_or_read_here()
    {
        var (mine, line) = await LineAsync();
        var (theirs, other) = await LineAsync();
        using var me = app.ProgramOf(mine.Owner);
        using var them = app.ProgramOf(theirs.Owner);
        var document = await AttachAsync(them, theirs, other);
        (await me.SendAsync(HttpMethod.Put, $"{Api(mine, line)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.GetAsync(new Uri($"{Api(mine, line)}/{document}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("facture.pdf", "MZ\0\u0003", "document.kind-not-allowed")]
    [InlineData("facture.pdf", "<html>", "document.kind-not-allowed")]
    [InlineData("photo.svg", "<svg/>", "document.kind-not-allowed")]
    [InlineData("facture.pdf", "", "document.empty")]
    [InlineData("facture.docx", "%PDF-1.7\n", "document.extension-lies")]
    public async Task A_file_that_may_not_come_in_is_told_on_the_page_and_to_the_program_and_nothing_stays(string name, string content, string code)
    {
        var (project, line) = await LineAsync();
        using var program = app.ProgramOf(project.Owner);
        using var refused = await SendAsync(program, Api(project, line), ("bon.pdf", Invoice), (name, SampleFile.Text(content)));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await FootprintApp.JsonAsync(refused);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors").GetProperty("files")[0].GetString()!.ShouldContain(name);

        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Page(project, line));
        page = await owner.SubmitFilesAsync(page, Upload(page), "files", (name, SampleFile.Text(content)));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Testing.Page.Fold(page.Find("#f-files-error").TextContent).ShouldContain($"« {name} »");
        page.Find("#f-files-error").TextContent.ShouldContain("Rien n’a été enregistré.");
        (await BytesAsync(project)).ShouldBe(0);
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1"]);
    }

    [Fact]
    public async Task A_file_over_25_MB_is_refused_by_name_and_one_just_under_comes_in()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var large = new byte[(25 * 1024 * 1024) + 1];
        Invoice.CopyTo(large, 0);
        using var refused = await SendAsync(owner, Api(project, line), ("long.pdf", large));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await FootprintApp.JsonAsync(refused)).GetProperty("code").GetString().ShouldBe("document.too-large");
        (await BytesAsync(project)).ShouldBe(0);
        (await SendAsync(owner, Api(project, line), ("long.pdf", large[..^1]))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await BytesAsync(project)).ShouldBe(25 * 1024 * 1024);
    }

    [Fact]
    public async Task A_form_without_a_file_says_so()
    {
        var (project, line) = await LineAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Page(project, line));
        // What a browser sends of a field nobody touched.
        page = await owner.SubmitFilesAsync(page, Upload(page), "files");
        page.Find("#f-files-error").TextContent.ShouldContain("Choisissez un fichier.");
    }

    [Fact]
    public async Task A_line_takes_20_files_and_the_same_file_sent_twice_is_one()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var files = Enumerable.Range(1, 20).Select(n => ($"facture {n}.pdf", SampleFile.Pdf($"{n}"))).ToArray();
        using var all = await SendAsync(owner, Api(project, line), [.. files[..19], files[0]]);
        (await FootprintApp.JsonAsync(all)).GetArrayLength().ShouldBe(19);
        (await SendAsync(owner, Api(project, line), files[0])).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await app.EventsAsync(project.Id)).Count.ShouldBe(2, "a second sending is none");
        (await SendAsync(owner, Api(project, line), files[19])).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var refused = await SendAsync(owner, Api(project, line), ("21.pdf", SampleFile.Pdf("21")));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await FootprintApp.JsonAsync(refused)).GetProperty("code").GetString().ShouldBe("footprint.too-much-evidence");
    }

    /// <summary>CC-22.</summary>
    [Fact]
    public async Task A_closed_project_keeps_its_evidence_readable_and_refuses_every_change()
    {
        var (project, line) = await LineAsync();
        var second = await LineAsync(project);
        using var owner = app.ProgramOf(project.Owner);
        var document = await AttachAsync(owner, project, line);
        var visitor = app.As(project.Owner);
        var open = await visitor.GetPageAsync(Page(project, line));
        await app.CloseAsync(project);

        var page = await visitor.SubmitFilesAsync(open, Upload(open), "files", ("b.pdf", SampleFile.Pdf("b")));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Le projet est clôturé");
        (await SendAsync(owner, Api(project, line), ("b.pdf", SampleFile.Pdf("b")))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await owner.SendAsync(HttpMethod.Put, $"{Api(project, second)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await owner.SendAsync(HttpMethod.Delete, $"{Api(project, line)}/{document}")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        page = await visitor.GetPageAsync($"{Page(project, line)}/justificatifs");
        page.Texts("tbody th a").ShouldBe(["facture.pdf"]);
        page.Has("main form").ShouldBeFalse();
        (await owner.GetByteArrayAsync(new Uri($"{Api(project, line)}/{document}", UriKind.Relative))).ShouldBe(Invoice);
    }

    /// <summary>CC-18.</summary>
    [Fact]
    public async Task The_final_assessment_takes_the_evidence_along_and_each_goes_its_own_way()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var document = await AttachAsync(owner, project, line);
        using var copied = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        var copy = (await FootprintApp.JsonAsync(copied)).GetProperty("lines")[0];
        copy.GetProperty("evidence").GetInt32().ShouldBe(1);
        copied.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await app.EventsAsync(project.Id, AssessmentKind.Final)).ShouldBe(["assessment-copied.v1", "evidence-attached.v1"]);

        (await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/provisional/lines/{line}", version: 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var final = $"/api/footprints/{project.Id}/final/lines/{copy.GetProperty("id").GetGuid()}/evidence/{document}";
        (await owner.GetByteArrayAsync(new Uri(final, UriKind.Relative))).ShouldBe(Invoice);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/final", """{"lines":[]}""", version: 2)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await BytesAsync(project)).ShouldBe(Invoice.Length, "the removal of the other line can still be undone");
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/edits/3/undo", "")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.GetByteArrayAsync(new Uri($"{Api(project, line)}/{document}", UriKind.Relative))).ShouldBe(Invoice);
    }

    [Fact]
    public async Task Replacing_all_lines_keeps_the_evidence_of_those_that_stay_and_erases_the_rest()
    {
        var (project, stays) = await LineAsync();
        var goes = await LineAsync(project);
        using var owner = app.ProgramOf(project.Owner);
        await AttachAsync(owner, project, stays);
        using var other = await SendAsync(owner, Api(project, goes), ("autre.pdf", SampleFile.Pdf("autre")));
        using var replaced = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{FootprintApp.Line("7", id: stays)}}]}""", version: 4);
        replaced.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FootprintApp.JsonAsync(replaced)).GetProperty("lines")[0].GetProperty("evidence").GetInt32().ShouldBe(1);
        (await BytesAsync(project)).ShouldBe(Invoice.Length);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/lines/{stays}", FootprintApp.Line("8"), version: 5)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FootprintApp.GetAsync(owner, Api(project, stays))).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_line_somebody_edits_is_not_stale_because_a_proof_came_in()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        await AttachAsync(owner, project, line);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/lines/{line}", FootprintApp.Line("7"), version: 1)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_without_its_token_keeps_nothing_and_asks_for_the_file_again()
    {
        var (project, line) = await LineAsync();
        using var client = app.ProgramOf(project.Owner, "fr");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await SendAsync(client, $"{Page(project, line)}/justificatifs", ("facture.pdf", Invoice));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("un fichier est à choisir une nouvelle fois");
        (await BytesAsync(project)).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_sent_after_the_session_ended_asks_for_the_file_again()
    {
        var (project, line) = await LineAsync();
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await SendAsync(client, $"{Page(project, line)}/justificatifs", ("facture.pdf", Invoice));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("choisissez les fichiers à nouveau");
    }

    [Fact]
    public async Task A_sending_that_is_cut_off_keeps_nothing_and_says_so()
    {
        var (project, line) = await LineAsync();
        var owner = app.As(project.Owner);
        var token = ((IHtmlInputElement)Upload(await owner.GetPageAsync(Page(project, line))).Elements.Single(e => e.GetAttribute("name") == "__RequestVerificationToken")).Value;
        foreach (var (address, form) in new[] { ($"{Page(project, line)}/justificatifs", token), (Api(project, line), null) })
        {
            using var whole = Content(("facture.pdf", Invoice));
            if (form is not null)
            {
                whole.Add(new StringContent(form), "__RequestVerificationToken");
            }

            using var half = new ByteArrayContent((await whole.ReadAsByteArrayAsync())[..^40]) { Headers = { ContentType = whole.Headers.ContentType } };
            using var answer = await owner.Client.PostAsync(new Uri(address, UriKind.Relative), half);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(form is null ? "web." : "L’envoi s’est interrompu");
        }

        (await BytesAsync(project)).ShouldBe(0);
    }

    [Fact]
    public async Task The_rebuilt_rows_are_equal_to_the_old_ones()
    {
        var (project, line) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var document = await AttachAsync(owner, project, line);
        await SendAsync(owner, Api(project, line), ("2.pdf", SampleFile.Pdf("2")), ("3.pdf", SampleFile.Pdf("3")));
        await owner.SendAsync(HttpMethod.Delete, $"{Api(project, line)}/{document}");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        const string all = "select md5(string_agg(to_jsonb(e)::text, '|' order by to_jsonb(e)::text)) from footprint.line_evidence e";
        var before = await app.Database.ScalarAsync<string>(all);
        await new ProjectionRebuild(app.Services.GetRequiredService<ModuleLog<FootprintModule>>().Log, TimeProvider.System).RunAsync("line-evidence", null, default);
        (await app.Database.ScalarAsync<string>(all)).ShouldBe(before);
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static string Page(TestProject project, Guid line) => $"{Data(project)}/lignes/{line}";

    private static string Api(TestProject project, Guid line) => $"/api/footprints/{project.Id}/provisional/lines/{line}/evidence";

    private static IHtmlFormElement Upload(Page page) => page.Form("main form[enctype='multipart/form-data']");

    private static MultipartFormDataContent Content(params (string Name, byte[] Bytes)[] files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
        {
            // What the sender calls it counts for nothing.
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "files", name);
        }

        return content;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, params (string Name, byte[] Bytes)[] files)
    {
        using var content = Content(files);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    private static async Task<Guid> AttachAsync(HttpClient client, TestProject project, Guid line)
    {
        using var response = await SendAsync(client, Api(project, line), ("facture.pdf", Invoice));
        return (await FootprintApp.JsonAsync(response)).EnumerateArray().Last().GetProperty("id").GetGuid();
    }

    /// <summary>Bytes that are stored of files that something keeps.</summary>
    private async Task<long> BytesAsync(TestProject project)
        => await app.Database.ScalarAsync<long>($"select coalesce(sum(octet_length(p.bytes)), 0)::bigint from footprint.document d join footprint.document_part p on p.document_id = d.id where d.owner = 'project:{project.Id}' and d.kept");

    private async Task<(TestProject Project, Guid Line)> LineAsync()
    {
        var project = await app.ProjectAsync();
        return (project, await LineAsync(project));
    }

    private async Task<Guid> LineAsync(TestProject project)
    {
        using var owner = app.ProgramOf(project.Owner);
        var id = app.Ids.NewId();
        using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: id));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        return id;
    }
}
