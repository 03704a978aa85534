using EcoprodPlatform.Testing;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>What the repository holds, read from disk.</summary>
internal static class Solution
{
    public static IReadOnlyList<string> Modules { get; } =
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "modules")).Select(d => Path.GetFileName(d)).Order()];

    public static string ProjectOf(string module) => Path.Combine(Repository.Root, "modules", module, $"EcoprodPlatform.{module}", $"EcoprodPlatform.{module}.csproj");

    public static string ContractsOf(string module) => Path.Combine(Repository.Root, "modules", module, $"EcoprodPlatform.{module}.Contracts", $"EcoprodPlatform.{module}.Contracts.csproj");

    /// <summary>The rows of the first table under a heading of docs/architecture.md, without its head.</summary>
    public static IEnumerable<string[]> Table(string heading)
        => File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .SkipWhile(l => !l.StartsWith($"## {heading}", StringComparison.Ordinal))
            .SkipWhile(l => !l.StartsWith('|'))
            .TakeWhile(l => l.StartsWith('|'))
            .Skip(2)
            .Select(l => l.Trim().Trim('|').Split('|').Select(c => c.Trim().Trim('`')).ToArray());
}
