using System.Text;

namespace EcoprodPlatform.Footprint.Advising;

/// <summary>The advice that this version of the program brings, and what it comes to for an assessment.</summary>
internal sealed class AdviceShelf(FactorList factors)
{
    /// <summary>The file, as embedded.</summary>
    public const string File = "advice.yaml";

    public AdviceFile Current { get; } = Embedded();

    public IReadOnlyList<Advice> All => Current.All;

    public Advice? Find(string code) => All.FirstOrDefault(a => a.Code == code);

    /// <summary>What the advice is computed with for a project.</summary>
    public async Task<AdviceContext> ContextAsync(ProjectView project, CancellationToken ct)
        => new(project.Country, await factors.FindAsync([.. All.SelectMany(a => a.FactorsIn(project.Country))], ct));

    /// <summary>The advice that would save something in these lines, the largest saving first.</summary>
    public async Task<IReadOnlyList<AdviceView>> ForAsync(ProjectView project, AssessmentSheet sheet, CancellationToken ct)
    {
        var context = await ContextAsync(project, ct);
        var sources = await factors.SourcesAsync(sheet.Lines, ct);
        var lines = sheet.Lines.Select(l => l.Line).ToList();
        return [.. All
            .Select(a => new AdviceView(a, a.Changes(lines, context), sheet.Result.Total, context, sources))
            .Where(a => a.Changes.Count > 0)
            .OrderByDescending(a => a.Saving.Kilograms)];
    }

    public static AdviceFile Embedded()
    {
        using var stream = typeof(AdviceShelf).Assembly.GetManifestResourceStream(File)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return AdviceFile.Parse(File, reader.ReadToEnd(), FactorFile.Embedded().Facts.ToDictionary(f => f.Code, StringComparer.Ordinal));
    }
}

/// <summary>An advice with what it would change in an assessment.</summary>
/// <param name="Changes">The largest saving first; not empty.</param>
/// <param name="Total">Of the assessment as it is.</param>
/// <param name="Sources">The factors of its lines, as the catalogue of each has them.</param>
public sealed record AdviceView(
    Advice Advice, IReadOnlyList<AdvisedChange> Changes, Co2e Total, AdviceContext Context, IReadOnlyDictionary<(string Code, int Version), Factor> Sources)
{
    /// <summary>Exact: the total as it is less the total of the lines as they would be.</summary>
    public Co2e Saving => new(Changes.Sum(c => c.Saving.Kilograms));

    /// <summary>Of the total.</summary>
    public decimal Share => Saving.Kilograms / Total.Kilograms;

    /// <summary>Codes of the posts whose lines it changes, the largest saving first.</summary>
    public IEnumerable<string> Posts => Changes.GroupBy(c => c.Before.Post, StringComparer.Ordinal).OrderByDescending(g => g.Sum(c => c.Saving.Kilograms)).Select(g => g.Key);

    /// <summary>A factor that it puts in leaves out a part of its emissions, where the one before did not: the saving is too large.</summary>
    public bool IsTooLarge => Replaced.Any(c => c.After.Mark == FactorMark.Incomplete && c.Before?.Mark != FactorMark.Incomplete);

    /// <summary>A factor that it puts in counts other emissions than the one before.</summary>
    public bool HasOtherPerimeter => Replaced.Any(c => c.After.Perimeter != c.Before?.Perimeter);

    internal Factor? SourceOf(ActivityLine line) => Sources.GetValueOrDefault((line.Factor.Code, line.Factor.CatalogueVersion)) ?? Context.Factors.GetValueOrDefault(line.Factor.Code);

    private IEnumerable<(Factor? Before, Factor After)> Replaced => Changes.Where(c => c.After.Factor.Code != c.Before.Factor.Code).Select(c => (SourceOf(c.Before), Context.Factors[c.After.Factor.Code]));
}

/// <summary>Reads the advice before the first request is served: a file that cannot be computed stops the start.</summary>
internal sealed class AdviceCheckAtStart(AdviceShelf shelf) : IStartupTask
{
    public Task RunAsync(CancellationToken ct) => shelf.All.Count > 0 ? Task.CompletedTask : throw new InvalidOperationException($"{AdviceShelf.File} holds no advice.");
}
