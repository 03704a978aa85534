using System.Text;

namespace EcoprodPlatform.Documents;

/// <summary>What a file is, by its content alone: neither its name nor what the sender said of it counts.</summary>
internal static class DocumentSniffer
{
    private const int HeadSize = 512;

    /// <summary>The kind; null for an empty file and for all that is not in the list: programs, pages, pictures that are programs (SVG), archives, workbooks with macros.</summary>
    /// <param name="content">Can be read twice; its position is moved.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<DocumentKind?> KindOfAsync(Stream content, CancellationToken ct)
    {
        var head = new byte[HeadSize];
        content.Position = 0;
        var length = await content.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false, ct);
        return Binary(head.AsSpan(0, length))
            ?? (head.AsSpan().StartsWith("PK\x03\x04"u8) ? await PackageAsync(head, content, ct)
                : await IsTextAsync(content, ct) ? DocumentKind.PlainText : null);
    }

    private static DocumentKind? Binary(ReadOnlySpan<byte> head)
        => head.StartsWith("%PDF-"u8) ? DocumentKind.Pdf
        : head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? DocumentKind.Png
        : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? DocumentKind.Jpeg
        : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? DocumentKind.Tiff
        : head.Length < 16 ? null
        : head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? DocumentKind.WebP
        : head[4..].StartsWith("ftyp"u8) ? Picture(Encoding.ASCII.GetString(head[8..12]))
        : null;

    private static DocumentKind? Picture(string brand) => brand switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => DocumentKind.Heic,
        "mif1" or "msf1" => DocumentKind.Heif,
        _ => null,
    };

    /// <summary>OpenDocument says what it is in its first member, which is stored as it is; the others by the members they have.</summary>
    private static async Task<DocumentKind?> PackageAsync(byte[] head, Stream content, CancellationToken ct)
    {
        foreach (var kind in (DocumentKind[])[DocumentKind.Ods, DocumentKind.Odt])
        {
            if (head.AsSpan(30).StartsWith(Encoding.ASCII.GetBytes($"mimetype{kind.MediaType}PK")))
            {
                return kind;
            }
        }

        var members = await ZipMembers.OfAsync(content, ct);
        return !members.Contains("[Content_Types].xml") || members.Any(m => m.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) ? null
            : members.Contains("xl/workbook.xml") ? DocumentKind.Xlsx
            : members.Contains("word/document.xml") ? DocumentKind.Docx
            : null;
    }

    /// <summary>UTF-8 or Windows-1252, no control characters, and nothing that a browser or a shell takes for more than text.</summary>
    private static async Task<bool> IsTextAsync(Stream content, CancellationToken ct)
    {
        content.Position = 0;
        var (buffer, isFirst, isUtf8, isWindows) = (new byte[64 * 1024], true, true, true);
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var characters = new char[buffer.Length + 1];
        while (isUtf8 || isWindows)
        {
            var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            var piece = buffer.AsSpan(0, length);
            if (piece.ContainsAnyInRange((byte)0x0E, (byte)0x1F) || piece.ContainsAnyInRange((byte)0, (byte)8) || piece.ContainsAny((byte)0x0B, (byte)0x7F)
                || (isFirst && (length == 0 || IsMarkup(piece))))
            {
                return false;
            }

            isFirst = false;
            isUtf8 = isUtf8 && Decodes(utf8, piece, characters, isLast: length < buffer.Length);
            // The five places that Windows-1252 leaves empty.
            isWindows = isWindows && !piece.ContainsAny<byte>([0x81, 0x8D, 0x8F, 0x90, 0x9D]);
            if (length < buffer.Length)
            {
                break;
            }
        }

        return isUtf8 || isWindows;
    }

    private static bool Decodes(Decoder utf8, ReadOnlySpan<byte> piece, char[] characters, bool isLast)
    {
        try
        {
            utf8.GetChars(piece, characters, isLast);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsMarkup(ReadOnlySpan<byte> start)
    {
        var text = (start.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? start[3..] : start).TrimStart(" \t\r\n\f"u8);
        return text.StartsWith("<"u8) || text.StartsWith("#!"u8) || text.StartsWith("{\\rtf"u8);
    }
}
