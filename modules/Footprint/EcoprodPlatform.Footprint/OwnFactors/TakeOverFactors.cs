using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>Takes factors over from other projects that the person may change: a copy with its source, which says where it was taken from. Taken twice, it is one.</summary>
/// <param name="Codes">Of the factors in their own projects.</param>
internal sealed record TakeOverFactors(ProjectId ProjectId, IReadOnlyList<string> Codes, Actor By) : IRequest<int>
{
    /// <summary>Field of the form: the codes that were chosen.</summary>
    public const string Chosen = "facteurs";

    /// <summary>Factors that the page lists; more are found by their words.</summary>
    public const int MostShown = 30;

    private const int LongestTitle = 60;

    internal sealed class Handler(OwnFactorList own, IMediator mediator, ProjectAccess access) : IRequestHandler<TakeOverFactors, int>
    {
        /// <summary>Answers how many were taken over.</summary>
        public async Task<int> Handle(TakeOverFactors command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var there = await own.OfOthersAsync(command.ProjectId, command.By, ct);
            var taken = there.Where(f => command.Codes.Contains(f.Factor.Code, StringComparer.Ordinal)).ToList();
            if (taken.Count == 0 || taken.Count < command.Codes.Distinct(StringComparer.Ordinal).Count())
            {
                throw new RuleBrokenException("footprint.factors-to-take", new("Choisissez au moins un facteur de la liste.", "Choose at least one factor of the list."), field: Chosen);
            }

            foreach (var (factor, title) in taken)
            {
                await mediator.Send(new AddOwnFactor(command.ProjectId, CodeOf(command.ProjectId, factor.Code), From(factor.Current.Stated, title), command.By), ct);
            }

            return taken.Count;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.TakeOverFactors, ShowAsync);
        to.Form(Links.TakeOverFactors, PostAsync);
    }

    /// <summary>The code of the copy of a factor in a project: the same again for the same factor.</summary>
    internal static string CodeOf(ProjectId project, string code)
        => OwnFactor.CodeOf(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project.Value:N}:{code}"))));

    /// <summary>The same factor, whose source says where it was taken from as far as there is room for it.</summary>
    internal static StatedFactor From(StatedFactor stated, string title)
    {
        var source = $"{stated.Source}, repris de « {(title.Length <= LongestTitle ? title : title[..LongestTitle].TrimEnd() + "…")} »";
        return stated with { Source = source.Length <= StatedFactor.LongestSource ? source : stated.Source };
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, HttpContext http, ProjectAccess access, OwnFactorList own, CancellationToken ct)
        => await PageAsync(id, asked, new PageForm(), http.Request.Query[LineFields.Query].ToString(), access, own, ct);

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, ProjectAccess access, OwnFactorList own, IMediator mediator, CancellationToken ct)
    {
        var taken = 0;
        return await form.TryAsync(async () => taken = await mediator.Send(new TakeOverFactors(id, form.Values(Chosen), asked.By), ct))
            ? Page.Redirect(Links.OwnFactors(id), taken == 1
                ? Flash.Done("1 facteur repris, avec sa source.", "1 factor taken over, with its source.")
                : Flash.Done($"{taken} facteurs repris, avec leur source.", $"{taken} factors taken over, with their source."))
            : await PageAsync(id, asked, form, form.Value(LineFields.Query) ?? "", access, own, ct);
    }

    private static async Task<IResult> PageAsync(ProjectId id, Asked asked, PageForm form, string words, ProjectAccess access, OwnFactorList own, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var here = (await own.OfAsync(id, ct)).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        var wanted = Folded.WordsOf(words);
        var found = (await own.OfOthersAsync(id, asked.By, ct))
            .Where(f => !here.Contains(CodeOf(id, f.Factor.Code)))
            .Where(f => Folded.Words($"{f.Factor.Name} {f.Factor.Current.Stated.Source} {f.Project}") is var text && wanted.All(w => text.Contains(w, StringComparison.Ordinal)))
            .ToList();
        return Page.Of(new TakeOverFactorsPage { Project = project, Form = form, Words = words, Found = [.. found.Take(MostShown)], Total = found.Count }, form.Status);
    }
}
