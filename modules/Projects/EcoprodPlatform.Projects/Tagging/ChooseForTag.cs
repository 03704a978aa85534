using EcoprodPlatform.Projects.Configuration;
using EcoprodPlatform.Web.Lists;
using Microsoft.AspNetCore.WebUtilities;

namespace EcoprodPlatform.Projects.Tagging;

/// <summary>
/// Where the link of a structure leads (MS-51): its reader chooses one of the projects they own, whose configuration then offers the tag.
/// Nothing is tagged by following a link: the owner confirms there.
/// </summary>
internal static class ChooseForTag
{
    public const string SearchParameter = "q";
    public const string TagParameter = "tag";

    private const string Owned = "from project_list l where l.owner_id = $1 and l.title_search like all ($2)";

    private const string Rows = $"select l.project_id, l.title, $3 = any (l.tags) {Owned} order by l.changed_at desc, l.project_id limit $4 offset $5";

    public static void Map(Routes to) => to.Page(ProjectLinks.ChooseForTag, ShowAsync);

    /// <summary>The configuration of a project with the tag found already.</summary>
    public static string Offer(Guid project, string tag) => QueryHelpers.AddQueryString(ProjectLinks.Configuration(project), ConfigurationView.TagQuery, tag) + "#tags";

    private static async Task<IResult> ShowAsync(Asked asked, HttpContext http, TagRegister register, ModuleLog<ProjectsModule> log, CancellationToken ct)
    {
        var tag = TagId.TryParse(http.Request.Query[TagParameter], null, out var id) ? (await register.FindAsync([id.Value], ct)).GetValueOrDefault(id) : null;
        if (tag is not { IsUsable: true })
        {
            return Page.Of(new UnknownTagPage(), StatusCodes.Status404NotFound);
        }

        var search = http.Request.Query[SearchParameter].ToString();
        var patterns = Folded.WordsOf(search).Select(word => $"%{word}%").ToArray();
        var total = (int)(await log.ListAsync($"select count(*) {Owned}", r => r.GetInt64(0), ct, asked.By.Id, patterns))[0];
        var paging = Paging.Of(http, total);
        var projects = await log.ListAsync(Rows, r => new OwnedProject(r.GetGuid(0), r.GetString(1), r.GetBoolean(2)), ct, asked.By.Id, patterns, tag.TagId, paging.Size, paging.Offset);
        return Page.Of(new ChooseForTagPage { Tag = tag.Name, Organisation = tag.OrganisationName, Projects = projects, Paging = paging, IsSearched = search.Length > 0 });
    }
}

/// <summary>A project that its reader owns.</summary>
/// <param name="IsTagged">It carries the tag already.</param>
public sealed record OwnedProject(Guid Id, string Title, bool IsTagged);
