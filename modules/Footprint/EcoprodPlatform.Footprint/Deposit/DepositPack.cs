using System.IO.Compression;
using System.Text;
using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>The files of a deposit in one archive, under names that stay, in the reader's language. It holds no moment of its own: of a closed project it is the same bytes again.</summary>
internal sealed class DepositPack(ReportPrinter printer)
{
    public const string MediaType = "application/zip";

    private const string ReadMe = "LISEZMOI.txt";

    /// <exception cref="RuleBrokenException"><c>footprint.nothing-to-report</c>, <c>footprint.report-unavailable</c></exception>
    public async Task<byte[]> MakeAsync(DepositCheck check, CancellationToken ct)
    {
        var day = check.Day ?? throw ReportReader.NothingToReport();
        var files = new List<(string Name, Text What, byte[] Content)>();
        foreach (var report in check.Reports)
        {
            var name = $"bilan-{report.Kind.Slug}";
            using var workbook = new MemoryStream();
            await WorkbookFile.WriteAsync(workbook, ReportSheets.Of(report), ct);
            files.Add(($"{name}.pdf", new($"{report.Kind.Name.Fr}, rapport", $"{report.Kind.Name.En}, report"), await printer.PrintAsync(report, ct)));
            files.Add(($"{name}.xlsx", new($"{report.Kind.Name.Fr}, synthèse, lignes et facteurs", $"{report.Kind.Name.En}, summary, lines and factors"), workbook.ToArray()));
        }

        var text = Describe(check, day, [.. files.Select(f => (f.Name, f.What))]).Replace("\n", "\r\n", StringComparison.Ordinal);
        using var archive = new MemoryStream();
        await using (var zip = await ZipArchive.CreateAsync(archive, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct))
        {
            foreach (var (name, content) in files.Select(f => (f.Name, f.Content)).Prepend((ReadMe, Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray())))
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero);
                await using var to = await entry.OpenAsync(ct);
                await to.WriteAsync(content, ct);
            }
        }

        return archive.ToArray();
    }

    /// <summary>What is in the archive, the result of the check, the perimeter and what is known of an approval.</summary>
    private static string Describe(DepositCheck check, DateOnly day, IReadOnlyList<(string Name, Text What)> files)
    {
        var language = CultureInfo.CurrentUICulture;
        string Said(string fr, string en) => new Text(fr, en).In(language);
        var width = files.Max(f => f.Name.Length) + 2;
        var colon = Said(" : ", ": ");
        return string.Join('\n',
        [
            Said($"Bilans carbone de « {check.Project.Title} »", $"Carbon footprints of “{check.Project.Title}”"),
            check.Reports[^1].State.In(language),
            Said($"Chiffres au {Format.Date(day, language)}", $"Figures as of {Format.Date(day, language)}"),
            "",
            Said("CONTENU", "CONTENT"),
            .. files.Select(f => $"  {f.Name.PadRight(width)}{f.What.In(language)}"),
            .. check.Reports.Where(r => r.Measured.Sheet.Seal is not null).Select(r => $"  {r.Kind.Name.In(language)}{Said(", empreinte à la clôture (SHA-256) : ", ", fingerprint at the closing (SHA-256): ")}{r.Measured.Sheet.Seal}"),
            "",
            Said("VÉRIFICATION (de ce que la plateforme sait ; ce n’est pas un avis du CNC)", "CHECK (of what the platform knows; it is no verdict of the CNC)"),
            .. check.Items.Select(i => $"  [{(i.IsMet ? Said("OK", "OK") : Said("MANQUE", "MISSING"))}] {i.What.In(language)}{colon}{i.Detail.In(language)}"),
            check.IsComplete ? Said("  Rien ne manque.", "  Nothing is missing.") : Said("  Ce dossier est incomplet.", "  This pack is incomplete."),
            "",
            Said("PÉRIMÈTRE", "PERIMETER"),
            $"  {FootprintWords.Perimeter.In(language)}",
            "",
            Said("CALCULATEUR", "CALCULATOR"),
            $"  {Approval.Sentence(check.Approvals).In(language)}",
            "",
        ]);
    }
}
