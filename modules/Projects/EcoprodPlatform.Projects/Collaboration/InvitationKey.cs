using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>The secret in an invitation's link: only its hash is kept, so that the tables open nobody's project.</summary>
internal static class InvitationKey
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static bool Fits(string? key, byte[] hash) => key is { Length: > 0 and < 200 } && CryptographicOperations.FixedTimeEquals(Hash(key), hash);
}
