using System.Diagnostics;
using System.Xml.Linq;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>The graph of docs/architecture.md against the project files, both read from disk: no module is named here.</summary>
public sealed class ModuleGraphTests
{
    [Fact]
    public void The_documented_graph_is_the_one_of_the_project_files()
    {
        var documented = Solution.Table("Who may use whose Contracts")
            .ToDictionary(row => row[0], row => row[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order().ToArray());

        var actual = Solution.Modules.ToDictionary(
            m => m,
            m => References(Solution.ProjectOf(m)).Where(r => r.EndsWith(".Contracts", StringComparison.Ordinal))
                .Select(r => r.Split('.')[1]).Where(r => r != m).Order().ToArray());

        Differences(documented, actual).ShouldBeEmpty("the project files and docs/architecture.md");
    }

    /// <summary>The check can fail: a use nobody documented, a documented one that is none, a module of one side only.</summary>
    [Fact]
    public void A_difference_between_the_table_and_the_project_files_is_found()
        => Differences(
            new() { ["A"] = ["B"], ["B"] = [], ["C"] = ["A"], ["Paper"] = [] },
            new() { ["A"] = ["B"], ["B"] = ["A"], ["C"] = [], ["New"] = [] })
            .ShouldBe(["B -> A is not documented", "C -> A is documented and not used", "New is not documented", "Paper is documented and not there"], ignoreOrder: true);

    [Fact]
    public void Contracts_reference_nothing()
    {
        foreach (var module in Solution.Modules)
        {
            AllReferences(XDocument.Load(Solution.ContractsOf(module))).ShouldBeEmpty(module);
        }
    }

    /// <summary>The check can fail.</summary>
    [Theory]
    [InlineData("ProjectReference")]
    [InlineData("PackageReference")]
    [InlineData("FrameworkReference")]
    public void A_reference_of_Contracts_is_found(string kind)
        => AllReferences(XDocument.Parse($"<Project><ItemGroup><{kind} Include=\"x\" /></ItemGroup></Project>")).ShouldHaveSingleItem();

    [Fact]
    public void No_building_block_knows_a_module()
    {
        foreach (var project in Directory.GetFiles(Path.Combine(Repository.Root, "building-blocks"), "*.csproj", SearchOption.AllDirectories))
        {
            XDocument.Load(project).Descendants("ProjectReference").Select(r => (string)r.Attribute("Include")!)
                .ShouldAllBe(r => !r.Contains("modules/"), project);
        }
    }

    [Fact]
    public async Task A_module_that_references_another_modules_implementation_does_not_build()
    {
        var modules = Solution.Modules.Take(2).ToArray();
        var folder = Path.Combine(Repository.Root, "modules", modules[0], "BoundaryProbe");
        Directory.CreateDirectory(folder);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "BoundaryProbe.proj"), $"""
                <Project>
                  <PropertyGroup>
                    <IsModuleProject>true</IsModuleProject>
                    <ModuleName>{modules[0]}</ModuleName>
                  </PropertyGroup>
                  <ItemGroup>
                    <ProjectReference Include="{Solution.ProjectOf(modules[1])}" />
                  </ItemGroup>
                  <Import Project="{Path.Combine(Repository.Root, "Directory.Build.targets")}" />
                </Project>
                """);

            var start = new ProcessStartInfo("dotnet", ["msbuild", "BoundaryProbe.proj", "-t:CheckModuleBoundaries", "-nologo", "-nodeReuse:false"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var build = Process.Start(start)!;
            var output = await build.StandardOutput.ReadToEndAsync();
            await build.WaitForExitAsync();

            build.ExitCode.ShouldNotBe(0);
            output.ShouldContain("ECO0001");
            output.ShouldContain("docs/decisions/0002");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Differences(Dictionary<string, string[]> documented, Dictionary<string, string[]> actual)
        => actual.Keys.Except(documented.Keys).Select(m => $"{m} is not documented")
            .Concat(documented.Keys.Except(actual.Keys).Select(m => $"{m} is documented and not there"))
            .Concat(actual.Keys.Intersect(documented.Keys).SelectMany(m => actual[m].Except(documented[m]).Select(u => $"{m} -> {u} is not documented")
                .Concat(documented[m].Except(actual[m]).Select(u => $"{m} -> {u} is documented and not used"))));

    private static IEnumerable<XElement> AllReferences(XDocument project)
        => project.Descendants().Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference");

    private static IEnumerable<string> References(string project)
        => XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/').Split('/')[^1]));
}
