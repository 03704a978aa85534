namespace EcoprodPlatform.Kernel;

/// <summary>A setting that cannot be used, told at start in both languages: nobody's language is known yet.</summary>
public sealed class SettingException(string setting, Text text, Exception? inner = null)
    : Exception($"{setting} : {text.Fr}{Environment.NewLine}{setting}: {text.En}", inner)
{
    /// <summary>As it is written in docs/operations.md.</summary>
    public string Setting { get; } = setting;

    public Text Text { get; } = text;
}
