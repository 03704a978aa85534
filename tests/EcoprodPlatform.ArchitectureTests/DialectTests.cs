using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>All modules speak one grammar (docs/development.md): a second dialect is found here, and each rule is shown to find one.</summary>
public sealed class DialectTests
{
    /// <summary>What lies beside the rooms of a module; all else is in a room.</summary>
    private static readonly string[] Root = ["{0}Module.cs", "{0}Events.cs", "I{0}Store.cs", "Links.cs", "Publications.cs", "GlobalUsings.cs", "_Imports.razor", "EcoprodPlatform.{0}.csproj", "packages.lock.json"];

    private static readonly Rule[] Rules =
    [
        new("an endpoint past Routes", @"\.(RequireAuthorization|AllowAnonymous|MapGet|MapPost|MapPut|MapDelete|MapGroup|MapMethods)\(", "endpoints.MapPost(\"/x\", h)"),
        new("a page's address written a second time", @"to(\.\w+)?\.(Page|Form)\(\$?""[^""]*\{", "to.Page(\"/projets/{id:guid}/x\", ShowAsync)"),
        new("the person asked from the request instead of Asked", @"\bhttp\.(Actor|IfMatch|RequiredIfMatch|ETag)\(", "http.Actor()"),
        new("problem answers of an endpoint's own", @"\.ProducesProblem\(StatusCodes\.Status4(00|03|04|09|12|22|28)", ".ProducesProblem(StatusCodes.Status404NotFound)"),
        new("events without their aggregate's base type", @"IEnumerable<object>|\bobject\[\] \w+\(|: IAggregate<\w+>(?!,)", "public object[] Tag(Guid by)"),
        new("a projection that sees other aggregates' events", @": SqlProjection\(", "class X() : SqlProjection(\"x\")"),
        new("a verdict of its own on what people may write", @"char\.IsControl\b|\\u202A", "text.Any(char.IsControl)"),
        new("a check of a stream's version of its own", @"ConcurrencyException\(\$""[^""]*\.Version", "throw new ConcurrencyException($\"{stream.Version}\")"),
        new("a reaction registered by hand", @"AddReaction<[^>]+>\(\s*\w+,\s*""", "AddReaction<A, B, C>(Schema, \"on-b\", B.WireName, m => m.EventId)"),
        new("a command that names its person or version otherwise than By and Seen", @"record \w+\([^)]*\b(Actor (?!By\b)\w+|long\?? (Expected|ExpectedVersion))\b[^)]*\) : IRequest<", "record X(Guid Id, long Expected, Actor Actor) : IRequest<long>"),
        new("a command that takes a plain id", @"record \w+\([^)]*\bGuid\b[^)]*\)\s*: IRequest<", "record X(ProjectId Id, Guid TagId, Actor By) : IRequest<long>"),
        new("an id that is made silently", @"implicit operator \w+Id\(", "public static implicit operator TagId(Guid value)"),
        new("a decision that takes a plain id", @"public (IEnumerable<\w+Event>|\w+Event\[\]) \w+\([^)]*(?<!Func<)\bGuid\b", "public ProjectEvent[] Untag(Guid by, Guid tagId)"),
        new("an endpoint that takes a plain id", @"\([^)]*\bGuid \w+,[^)]*\bAsked asked\b", "Task<IResult> ShowAsync(Guid id, PageForm form, Asked asked)"),
        new("a list that tells its columns or its order a second time instead of by Columns", @"\bTableSort\.Of\(|\bnew TableSort\(|<SortHeader\b|order by\s+case when \$\d+ =", "<SortHeader Key=\"titre\" Sort=\"List.Sort\" />"),
    ];

    [Fact]
    public void No_module_speaks_a_dialect()
        => Sources().SelectMany(s => Faults(s.File, s.Text)).ShouldBeEmpty();

    [Fact]
    public void Every_rule_finds_what_it_forbids()
        => Rules.Where(r => !r.Finds(r.Sample)).Select(r => r.What).ShouldBeEmpty();

    [Fact]
    public void The_roots_of_all_modules_read_alike()
        => Solution.Modules.SelectMany(m => Strays(m, Directory.GetFiles(Path.GetDirectoryName(Solution.ProjectOf(m))!).Select(f => Path.GetFileName(f)))).ShouldBeEmpty();

    [Fact]
    public void A_file_beside_the_rooms_is_found() => Strays("Projects", ["ProjectsModule.cs", "Links.cs", "Helpers.cs"]).ShouldBe(["Projects: Helpers.cs belongs in a room"]);

    /// <summary>What is global in a module is not written again; IDE0005 finds only what is unused.</summary>
    [Fact]
    public void No_file_repeats_a_global_using()
    {
        var everywhere = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Using").Select(u => (string)u.Attribute("Include")!).ToList();
        everywhere.ShouldContain("EcoprodPlatform.Kernel");
        foreach (var module in Solution.Modules)
        {
            var folder = Path.GetDirectoryName(Solution.ProjectOf(module))!;
            var global = Usings(File.ReadAllText(Path.Combine(folder, "GlobalUsings.cs")), "global using ").Concat(everywhere).ToHashSet(StringComparer.Ordinal);
            everywhere.Intersect(Usings(File.ReadAllText(Path.Combine(folder, "GlobalUsings.cs")), "global using ")).ShouldBeEmpty(module);
            Sources().Where(s => s.File.StartsWith(folder, StringComparison.Ordinal) && !s.File.EndsWith("GlobalUsings.cs", StringComparison.Ordinal))
                .SelectMany(s => Usings(s.Text, "using ").Where(global.Contains).Select(u => $"{Path.GetFileName(s.File)}: {u}")).ShouldBeEmpty(module);
        }
    }

    /// <summary>The page a newcomer starts from shows code that runs.</summary>
    [Fact]
    public void The_worked_slice_of_the_documentation_is_the_one_in_the_module()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "development.md"));
        var shown = Regex.Matches(page, "`(?<file>modules/[^`]+)`:\n\n```(csharp|razor)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        shown.Count.ShouldBeGreaterThan(1);
        foreach (Match block in shown)
        {
            block.Groups["code"].Value.Trim().ShouldBe(File.ReadAllText(Repository.PathOf(block.Groups["file"].Value.Split('/'))).Trim(), block.Groups["file"].Value);
        }
    }

    [Fact]
    public async Task The_scaffold_writes_this_grammar()
    {
        var folder = Directory.CreateTempSubdirectory("ecoprod-new").FullName;
        try
        {
            var home = Path.Combine(folder, "modules", "Projects", "EcoprodPlatform.Projects");
            Directory.CreateDirectory(home);
            foreach (var file in (string[])["ProjectsModule.cs", "Links.cs", "GlobalUsings.cs"])
            {
                File.Copy(Repository.PathOf("modules", "Projects", "EcoprodPlatform.Projects", file), Path.Combine(home, file));
            }

            var start = new ProcessStartInfo(Repository.PathOf("deploy", "new"), ["slice", "Projects", "Tagging", "HideTag", "Project", "/projets/{id}/tags/{tagId}/masque", "/api/projects/{id}/tags/{tagId}/hiding", "delete"])
            {
                Environment = { ["ECOPROD_NEW_ROOT"] = folder },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var script = Process.Start(start)!;
            var said = await script.StandardOutput.ReadToEndAsync();
            await script.WaitForExitAsync();

            script.ExitCode.ShouldBe(0);
            said.ShouldContain("public ProjectEvent[] HideTag(PersonId by, TagId tagId)");
            var slice = await File.ReadAllTextAsync(Path.Combine(home, "Tagging", "HideTag.cs"));
            Faults("HideTag.cs", slice).ShouldBeEmpty();
            slice.ShouldContain("to.Delete(\"/api/projects/{id:guid}/tags/{tagId:guid}/hiding\", DeleteOfApiAsync);");
            slice.Split('\n').Length.ShouldBeLessThanOrEqualTo(45);
            File.Exists(Path.Combine(home, "Tagging", "HideTagPage.razor")).ShouldBeTrue();
            (await File.ReadAllTextAsync(Path.Combine(home, "Links.cs"))).ShouldContain("HideTag(Guid id, Guid tagId) =>");
            (await File.ReadAllTextAsync(Path.Combine(home, "ProjectsModule.cs"))).ShouldContain("        HideTag.Map(to);\n    }");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string File, string Text)> Sources()
        => Solution.Modules.SelectMany(m => Directory.GetFiles(Path.GetDirectoryName(Solution.ProjectOf(m))!, "*.*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (f, File.ReadAllText(f)));

    private static IEnumerable<string> Faults(string file, string text) => Rules.Where(r => r.Finds(text)).Select(r => $"{Path.GetFileName(file)}: {r.What}");

    private static IEnumerable<string> Strays(string module, IEnumerable<string> files)
        => files.Where(f => !Root.Select(r => string.Format(System.Globalization.CultureInfo.InvariantCulture, r, module)).Contains(f, StringComparer.Ordinal))
            .Select(f => $"{module}: {f} belongs in a room");

    private static IEnumerable<string> Usings(string text, string start)
        => text.Split('\n').Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l[start.Length..].TrimEnd(';', '\r'));

    private sealed record Rule(string What, string Pattern, string Sample)
    {
        public bool Finds(string text) => Regex.IsMatch(text, Pattern, RegexOptions.None, TimeSpan.FromSeconds(5));
    }
}
