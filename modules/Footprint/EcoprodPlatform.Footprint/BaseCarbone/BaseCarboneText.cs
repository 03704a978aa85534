using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>How the bytes of a file are read: found in the file, never asked.</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Encoding">UTF-8, with or without its mark, or Windows-1252.</param>
/// <param name="Separator">Semicolon, comma or tabulator.</param>
internal sealed record BaseCarboneText(byte[] Sha256, Encoding Encoding, char Separator)
{
    private const int Piece = 64 * 1024;
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Looks at the whole file, a piece at a time.</summary>
    /// <exception cref="RuleBrokenException"><c>footprint.base-carbone-encoding</c></exception>
    public static BaseCarboneText Of(Stream content)
    {
        content.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (piece, characters, isUtf8, hasMark, isFirst) = (new byte[Piece], new char[Piece + 1], true, false, true);
        for (int length; (length = content.ReadAtLeast(piece, Piece, throwOnEndOfStream: false)) > 0; isFirst = false)
        {
            var bytes = piece.AsSpan(0, length);
            hash.AppendData(bytes);
            hasMark |= isFirst && bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]);
            isUtf8 = isUtf8 && Decodes(utf8, bytes, characters, flush: length < Piece);
            if (bytes.Contains((byte)0) || (hasMark && !isUtf8))
            {
                throw BaseCarboneFile.Refused("encoding", new(
                    "Ce fichier n’est ni en UTF-8 ni en Windows-1252. Enregistrez-le en « CSV UTF-8 », ou envoyez le fichier d’origine de l’ADEME.",
                    "This file is neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8”, or send ADEME’s original file."));
            }
        }

        var encoding = isUtf8 ? Encoding.UTF8 : Windows;
        return new BaseCarboneText(hash.GetHashAndReset(), encoding, SeparatorOf(content, encoding));
    }

    /// <summary>The text from its beginning. The stream stays open.</summary>
    public StreamReader Open(Stream content)
    {
        content.Position = 0;
        return new StreamReader(content, Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: Piece, leaveOpen: true);
    }

    /// <summary>The sign that parts most names of the header.</summary>
    private static char SeparatorOf(Stream content, Encoding encoding)
    {
        using var reader = new BaseCarboneText([], encoding, ';').Open(content);
        var counts = new Dictionary<char, int> { [';'] = 0, [','] = 0, ['\t'] = 0 };
        var (begun, quoted) = (false, false);
        for (var next = reader.Read(); next >= 0 && !(begun && !quoted && next == '\n'); next = reader.Read())
        {
            var c = (char)next;
            begun = begun || !char.IsWhiteSpace(c);
            quoted ^= c == '"';
            if (!quoted && counts.TryGetValue(c, out var count))
            {
                counts[c] = count + 1;
            }
        }

        return counts.MaxBy(c => c.Value).Key;
    }

    private static bool Decodes(Decoder utf8, ReadOnlySpan<byte> bytes, char[] characters, bool flush)
    {
        try
        {
            utf8.GetChars(bytes, characters, flush);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
