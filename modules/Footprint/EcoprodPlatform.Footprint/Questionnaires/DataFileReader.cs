using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>
/// What the module's data files (questionnaires, advice) have in common: YAML that is read strictly, words in both languages, a version and what each
/// version changed. Whatever is wrong stops the file and names it.
/// </summary>
internal abstract class DataFileReader(string name)
{
    /// <exception cref="FormatException">With the name of the file, the line and what is wrong with it.</exception>
    public static T Deserialize<T>(string name, string text)
        where T : class
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<T>(text)
                ?? throw new FormatException($"{name} is empty.");
        }
        catch (YamlException e)
        {
            throw new FormatException($"{name}, line {e.Start.Line}: {(e.InnerException ?? e).Message}", e);
        }
    }

    protected List<QuestionnaireChange> ReadChanges(int version, List<ChangeYaml>? yaml)
    {
        var changes = (yaml ?? []).Select(c => new QuestionnaireChange(c.Version, DateOnly.ParseExact(c.On ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture), Said(c.Fr, c.En, $"change {c.Version}"))).ToList();
        Check(changes.Count > 0 && changes[0].Version == version, $"the newest of its changes is not that of version {version}");
        return changes;
    }

    protected Text Said(string? fr, string? en, string code)
        => string.IsNullOrWhiteSpace(fr) || string.IsNullOrWhiteSpace(en) ? throw Wrong($"{code} is not said in both languages") : new Text(fr.Trim(), en.Trim());

    protected void Check(bool isRight, string why)
    {
        if (!isRight)
        {
            throw Wrong(why);
        }
    }

    protected FormatException Wrong(string why) => new($"{name}: {why}.");
}

#pragma warning disable CA1812 // Made by the reader of YAML.
/// <summary>One entry of a file's changelog.</summary>
internal sealed class ChangeYaml
{
    public int Version { get; set; }

    public string? On { get; set; }

    public string? Fr { get; set; }

    public string? En { get; set; }
}

/// <summary>Words in both languages.</summary>
internal sealed class TextYaml
{
    public string? Fr { get; set; }

    public string? En { get; set; }
}

/// <summary>A unit in words: for several, and for one where that is another word.</summary>
internal sealed class UnitTextYaml
{
    public string? Fr { get; set; }

    public string? En { get; set; }

    public TextYaml? One { get; set; }
}
#pragma warning restore CA1812
