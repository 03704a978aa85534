namespace EcoprodPlatform.Kernel;

/// <summary>What all ids share of reading text: routes and queries carry the plain guid.</summary>
public static class IdText
{
    public static bool TryParse<T>(string? text, out T id)
        where T : struct, IId<T>
    {
        var isId = Guid.TryParse(text, out var value);
        id = T.Of(value);
        return isId;
    }
}
