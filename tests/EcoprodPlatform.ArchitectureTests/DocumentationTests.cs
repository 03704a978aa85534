using System.Text.RegularExpressions;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>What the documents name exists, and what must be named is: events, requirements, tests.</summary>
public sealed partial class DocumentationTests(EcoprodApp app) : IClassFixture<EcoprodApp>
{
    private static string[] ModulePages => Directory.GetFiles(Repository.PathOf("docs", "modules"), "*.md");

    [Fact]
    public void Every_stored_event_is_listed_on_its_modules_page()
    {
        foreach (var log in app.Services.GetServices<ModuleLog>())
        {
            var page = File.ReadAllText(Repository.PathOf("docs", "modules", log.Schema.Replace('_', '-') + ".md"));
            Unlisted(log.Definition.Events.All.Select(e => e.Key), page).ShouldBeEmpty(log.Schema);
        }
    }

    [Fact]
    public void Every_integration_event_is_listed_and_no_other()
    {
        var inCode = Directory.GetFiles(Repository.PathOf("modules"), "*.cs", SearchOption.AllDirectories)
            .Where(f => f.Contains(".Contracts/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => WireNames().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).Order(StringComparer.Ordinal);
        var listed = File.ReadLines(Repository.PathOf("docs", "events.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).Order(StringComparer.Ordinal);

        listed.ShouldBe(inCode);
    }

    [Fact]
    public void Every_requirement_named_exists()
    {
        var requirements = Path.GetFullPath(Repository.PathOf("..", "shared", "requirements.md"));
        if (!File.Exists(requirements))
        {
            return; // the requirements are not part of the repository
        }

        var known = File.ReadLines(requirements).Select(l => RowId().Match(l)).Where(m => m.Success).Select(m => m.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        known.Count.ShouldBeGreaterThan(100);
        foreach (var page in ModulePages)
        {
            Requirements(RequirementRows(File.ReadAllLines(page))).Where(id => !known.Contains(id)).ShouldBeEmpty(page);
        }
    }

    [Fact]
    public void Every_test_named_exists()
    {
        var sources = Directory.GetFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var names = sources.SelectMany(s => Declarations().Matches(s).Select(m => m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var page in ModulePages)
        {
            var rows = RequirementRows(File.ReadAllLines(page)).ToList();
            rows.ShouldNotBeEmpty(page);
            MissingTests(rows, names).ShouldBeEmpty(page);
        }
    }

    /// <summary>The checks can fail.</summary>
    [Fact]
    public void What_is_missing_is_found()
    {
        Unlisted(["tagged.v1", "untagged.v1"], "| `tagged.v1` | … |").ShouldBe(["untagged.v1"]);
        string[] page = ["| Requirement | Test |", "|---|---|", "| PR-1, MS-23..25, T6 | `GoodTests`, `GoodTests.It_works_…`, `It_works_too`, `GoneTests.It_works_well`, `GoodTests.It_never_…`, `Approved/` |", "", "| X | Y |", "|---|---|", "| PR-99 | `NoTests` |"];
        var rows = RequirementRows(page).ToList();
        rows.Count.ShouldBe(1);
        Requirements(rows).ShouldBe(["PR-1", "MS-23", "MS-25", "T6"], ignoreOrder: true);
        MissingTests(rows, new HashSet<string>(StringComparer.Ordinal) { "GoodTests", "It_works_well", "It_works_too" }).ShouldBe(["GoneTests.It_works_well", "GoodTests.It_never_…"], ignoreOrder: true);
    }

    private static IEnumerable<string> Unlisted(IEnumerable<string> events, string page) => events.Where(e => !page.Contains($"`{e}`", StringComparison.Ordinal));

    /// <summary>Rows of the table requirement → test of a module's page: what is asked for, what shows it.</summary>
    private static IEnumerable<(string Asked, string Shown)> RequirementRows(string[] lines)
    {
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i + 1].StartsWith("|---", StringComparison.Ordinal) && IsHead(lines[i], lines[..i]))
            {
                foreach (var row in lines[(i + 2)..].TakeWhile(l => l.StartsWith('|')))
                {
                    var cells = row.Trim().Trim('|').Split('|');
                    yield return (cells[0], cells[^1]);
                }
            }
        }
    }

    private static bool IsHead(string row, string[] before)
        => row.Contains("test", StringComparison.OrdinalIgnoreCase)
            || before.LastOrDefault(l => l.StartsWith('#')) is { } heading && heading.Contains("Requirement", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Requirements(IEnumerable<(string Asked, string Shown)> rows)
        => rows.SelectMany(r => RequirementIds().Matches(r.Asked).SelectMany(m => m.Groups["last"].Success
            ? [m.Groups["id"].Value, m.Groups["id"].Value.Split('-')[0] + "-" + m.Groups["last"].Value]
            : new[] { m.Groups["id"].Value })).Distinct(StringComparer.Ordinal);

    /// <summary>A test is named by its class, its method, both, or the beginning or end of the method's name with "…".</summary>
    private static IEnumerable<string> MissingTests(IEnumerable<(string Asked, string Shown)> rows, IReadOnlySet<string> names)
        => rows.SelectMany(r => Quoted().Matches(r.Shown).Select(m => m.Groups["text"].Value)).Where(t => TestName().IsMatch(t))
            .Where(t => t.Split('.').Any(part => !IsThere(part.Trim('…', '*'), part, names)));

    private static bool IsThere(string part, string written, IReadOnlySet<string> names)
        => part.Length == 0 || names.Contains(part)
            || (written.EndsWith('…') && names.Any(n => n.StartsWith(part, StringComparison.Ordinal)))
            || (written.StartsWith('…') && names.Any(n => n.EndsWith(part, StringComparison.Ordinal)));

    [GeneratedRegex("WireName = \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WireNames();

    [GeneratedRegex(@"^\|\s*\**(?<id>[A-Z]{2}-\d+|T\d+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowId();

    [GeneratedRegex(@"\b(?<id>[A-Z]{2}-\d+|T\d+)\b(\.\.(?<last>\d+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequirementIds();

    [GeneratedRegex(@"\b(class|record|Task|void)\s+(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declarations();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(…?[A-Z]\w*(Tests|Specs|Slices|Properties)\b|…?[A-Z]\w*_\w*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
