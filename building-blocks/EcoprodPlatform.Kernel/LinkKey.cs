using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Kernel;

/// <summary>The secret in a link that lets somebody in (an invitation, a department's own link): only its hash is kept, so that the tables open nothing.</summary>
public static class LinkKey
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Whether a text is a key as <see cref="New"/> makes them.</summary>
    public static bool IsOne(string? text) => text is { Length: 32 } && Base64Url.IsValid(text);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static bool Fits(string? key, byte[] hash) => key is { Length: > 0 and < 200 } && CryptographicOperations.FixedTimeEquals(Hash(key), hash);
}
