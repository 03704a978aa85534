using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Kernel;

/// <summary>An id that everybody derives alike from a name (UUID version 8 of a SHA-256), so that two who begin at the same moment meet.</summary>
public static class DerivedId
{
    /// <param name="name">Begins with what it is an id of, so that no two kinds ever meet (<c>footprint.assessment/…</c>).</param>
    public static Guid Of(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
