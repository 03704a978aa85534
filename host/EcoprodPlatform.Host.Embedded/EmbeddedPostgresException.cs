using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>The private PostgreSQL could not be started, with what to do about it in both languages: nobody's language is known yet at start.</summary>
internal sealed class EmbeddedPostgresException(Text text, Exception? inner = null) : Exception($"{text.Fr}{Environment.NewLine}{text.En}", inner)
{
    public Text Text { get; } = text;
}
