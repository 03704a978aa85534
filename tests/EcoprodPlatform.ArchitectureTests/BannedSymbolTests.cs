using System.Reflection;
using System.Xml.Linq;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>The analyzer says nothing about a line it does not understand: a misspelt ban bans nothing.</summary>
public sealed class BannedSymbolTests
{
    private static readonly string[] Expected =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow", "M:System.Guid.NewGuid",
        "M:System.Threading.Thread.Sleep(System.Int32)", "T:System.Console",
    ];

    private static string[] Lines => [.. File.ReadAllLines(Repository.PathOf("BannedSymbols.txt")).Where(l => l.Trim().Length > 0)];

    [Fact]
    public void Every_banned_symbol_exists_and_says_what_to_use_instead()
    {
        foreach (var line in Lines)
        {
            Exists(line.Split(';')[0]).ShouldBeTrue(line);
            line.Split(';')[^1].ShouldNotBeEmpty(line);
        }
    }

    [Fact]
    public void What_the_documentation_promises_is_banned() => Expected.Except(Lines.Select(l => l.Split(';')[0])).ShouldBeEmpty();

    [Fact]
    public void The_list_reaches_every_project_but_tests_and_is_an_error()
    {
        var props = XDocument.Load(Repository.PathOf("Directory.Build.props"));
        var list = props.Descendants("AdditionalFiles").Single(e => ((string?)e.Attribute("Include"))!.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        ((string?)list.Attribute("Condition")).ShouldBe("'$(IsTestProject)' != 'true'");
        props.Descendants("TreatWarningsAsErrors").Single().Value.ShouldBe("true");
        props.Descendants("PackageReference").Select(e => (string?)e.Attribute("Include")).ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        File.ReadAllLines(Repository.PathOf(".editorconfig")).ShouldNotContain(l => l.Contains("RS0030") && (l.Contains("none") || l.Contains("silent") || l.Contains("suggestion")));
    }

    /// <summary>The check can fail.</summary>
    [Theory]
    [InlineData("P:System.DateTime.Noww")]
    [InlineData("M:System.Guid.NewGuid(System.Int32)")]
    [InlineData("T:System.Konsole")]
    [InlineData("System.Console")]
    public void A_misspelt_symbol_is_found(string id) => Exists(id).ShouldBeFalse();

    private static bool Exists(string id)
    {
        if (id.Length < 3 || id[1] != ':')
        {
            return false;
        }

        var name = id[2..].Split('(')[0];
        if (id[0] == 'T')
        {
            return Find(name) is not null;
        }

        var arguments = id.Contains('(', StringComparison.Ordinal) ? id.Split('(')[1].TrimEnd(')').Split(',') : [];
        var members = Find(name[..name.LastIndexOf('.')])?.GetMember(name[(name.LastIndexOf('.') + 1)..]) ?? [];
        return id[0] == 'P'
            ? members.OfType<PropertyInfo>().Any()
            : members.OfType<MethodInfo>().Any(m => m.GetParameters().Select(p => p.ParameterType.FullName).SequenceEqual(arguments));
    }

    private static Type? Find(string name) => typeof(object).Assembly.GetType(name) ?? typeof(Console).Assembly.GetType(name);
}
