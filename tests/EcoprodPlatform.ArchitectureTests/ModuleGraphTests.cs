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

        actual.Keys.Order().ShouldBe(documented.Keys.Order());
        foreach (var (module, uses) in actual)
        {
            uses.ShouldBe(documented[module], $"{module} uses other Contracts than docs/architecture.md says");
        }
    }

    [Fact]
    public void Contracts_reference_nothing()
    {
        foreach (var module in Solution.Modules)
        {
            var project = XDocument.Load(Solution.ContractsOf(module));
            project.Descendants().Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference").ShouldBeEmpty(module);
        }
    }

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

    private static IEnumerable<string> References(string project)
        => XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/').Split('/')[^1]));
}
