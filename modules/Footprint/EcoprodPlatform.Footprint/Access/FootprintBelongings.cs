using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Footprint.Access;

/// <summary>What Footprint erases with a project: the lines of each assessment with their result, its own factors, and the evidence.</summary>
internal sealed class FootprintBelongings(ModuleLog<FootprintModule> log) : IProjectBelongings
{
    public async ValueTask<IReadOnlyList<Text>> OfAsync(ProjectId project, CancellationToken ct)
    {
        var going = new List<Text>();
        foreach (var (kind, lines, kilograms) in await log.ListAsync(
            "select kind, count(*)::int, sum(factor_value * quantity) from assessment_lines where project_id = $1 group by kind order by kind desc",
            r => (Kind: AssessmentKind.Find(r.GetString(0))!.Value, Lines: r.GetInt32(1), Kilograms: r.GetDecimal(2)),
            ct,
            project))
        {
            var (name, counted) = (kind.Name, Words.Count(lines, new("ligne", "line"), new("lignes", "lines")));
            going.Add(new Text(
                $"{name.Fr} : {counted.Fr} et {(lines == 1 ? "son" : "leur")} résultat, {Kilograms.Show(kilograms, Languages.French)}",
                $"{name.En}: {counted.En} and {(lines == 1 ? "its" : "their")} result, {Kilograms.Show(kilograms, Languages.English)}"));
        }

        if ((await log.ListAsync("select count(distinct code) from own_factors where project_id = $1", r => r.GetInt64(0), ct, project))[0] is > 0 and var own)
        {
            going.Add(Words.Count(own, new("facteur du projet", "factor of the project’s own"), new("facteurs du projet", "factors of the project’s own")));
        }

        var files = (await log.ListAsync("select count(*) from document where owner = $1 and kept", r => r.GetInt64(0), ct, EvidenceFiles.OwnerOf(project)))[0];
        return files == 0 ? going : [.. going, Words.Count(files, new("justificatif", "piece of evidence"), new("justificatifs", "pieces of evidence"))];
    }
}
