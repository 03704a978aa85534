using System.Text.Json;
using EcoprodPlatform.Testing;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The project of the user guide's screenshot with its 19 activity lines and the results worked out by hand (PR-21).</summary>
internal sealed record FirstProject(JsonElement Project, IReadOnlyList<JsonElement> Lines, JsonElement Expected)
{
    public static FirstProject Read()
    {
        var root = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "data", "first-project.json"))).RootElement;
        return new FirstProject(root.GetProperty("project"), [.. root.GetProperty("assessment").GetProperty("lines").EnumerateArray()], root.GetProperty("expected"));
    }
}
