using System.Net;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>MS-51: what a structure hands to its teams so that they tag it.</summary>
public sealed class TagUsTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task MS_51_The_text_names_every_usable_tag_in_both_languages_with_a_link_and_its_code()
    {
        var space = await app.SpaceAsync("Studio Boréal", tags: 3);
        await app.SendAsync(new RetireTag(space.Id, space.Tags[2], null, new Actor(MemberSpaceApp.Staff, true)));
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync(Path(space));
        var (fr, en) = (page.Texts("blockquote[lang=fr]")[0], page.Texts("blockquote[lang=en]")[0]);
        fr.ShouldContain("« Studio Boréal », « Studio Boréal 2 »");
        en.ShouldContain("“Studio Boréal”, “Studio Boréal 2”");
        fr.ShouldNotContain("Studio Boréal 3");
        fr.ShouldContain($"/projets/taguer?tag={space.Tags[0]}");
        page.All("svg[role=img] path[d^=M]").Count.ShouldBe(1);
        page.All("button[data-copy][hidden]").Count.ShouldBe(3, "buttons that only a script can serve are its to show");

        var second = await person.GetPageAsync($"{Path(space)}?tag={space.Tags[1]}");
        second.Texts("blockquote[lang=en]")[0].ShouldContain($"/projets/taguer?tag={space.Tags[1]}");
        (await person.GetPageAsync($"/espaces/{space.Id}/mode-d-emploi/etre-tague")).All($"a[href='{Path(space)}']").Count.ShouldBe(1);
        (await app.As(await app.PersonAsync()).GetPageAsync(Path(space))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_usable_tag_there_is_nothing_to_hand_out()
    {
        var space = await app.SpaceAsync();
        await app.SendAsync(new RetireTag(space.Id, space.Tags[0], null, new Actor(MemberSpaceApp.Staff, true)));
        var page = await app.As(space.Administrator).GetPageAsync(Path(space));
        page.Text.ShouldContain("Votre structure n’a pas de tag utilisable");
        page.All("svg path[fill='#000']").ShouldBeEmpty();
    }

    private static string Path(TestSpace space) => $"/espaces/{space.Id}/taguez-nous";
}
