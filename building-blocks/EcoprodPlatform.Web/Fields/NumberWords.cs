using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Fields;

/// <summary>Words about numbers.</summary>
internal static class NumberWords
{
    /// <summary>What a form may hold before the bounds are looked at.</summary>
    public const int Anything = 1_000_000_000;

    public static Text Between(int min, int max) => new(
        $"un nombre entier entre {min.ToString("N0", Languages.French)} et {max.ToString("N0", Languages.French)}",
        $"a whole number between {min.ToString("N0", Languages.English)} and {max.ToString("N0", Languages.English)}");

    public static Text AtMost(decimal max) => new($"au plus {max.ToString("N0", Languages.French)}", $"at most {max.ToString("N0", Languages.English)}");
}
