using System.Buffers.Binary;
using System.Text;

namespace EcoprodPlatform.Documents;

/// <summary>
/// The names of a zip's members, from its directory. Nothing is unpacked and at most a megabyte is read, so that no zip,
/// however it is made, costs more than that; <c>ZipArchive</c> makes an object of every entry the file claims.
/// </summary>
internal static class ZipMembers
{
    private const int MostDirectory = 1024 * 1024;
    private const int End = 22;
    private const int Entry = 46;

    /// <summary>The names; none when it is no whole zip, or one with thousands of members.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(Stream zip, CancellationToken ct)
    {
        var tail = await ReadAsync(zip, Math.Max(0, zip.Length - End - ushort.MaxValue), End + ushort.MaxValue, ct);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < End)
        {
            return new HashSet<string>();
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return size > MostDirectory ? new HashSet<string>() : Names(await ReadAsync(zip, start, (int)size, ct));
    }

    private static HashSet<string> Names(ReadOnlySpan<byte> directory)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (directory.Length >= Entry && directory.StartsWith("PK\x01\x02"u8))
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var whole = Entry + name + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (whole > directory.Length)
            {
                break;
            }

            names.Add(Encoding.UTF8.GetString(directory.Slice(Entry, name)));
            directory = directory[whole..];
        }

        return names;
    }

    private static async Task<byte[]> ReadAsync(Stream zip, long from, int most, CancellationToken ct)
    {
        var bytes = new byte[Math.Clamp(zip.Length - from, 0, most)];
        zip.Position = from;
        await zip.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
