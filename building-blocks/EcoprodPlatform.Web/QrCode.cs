using System.Globalization;
using System.Text;
using QRCoder;

namespace EcoprodPlatform.Web;

/// <summary>
/// A QR code as one SVG path in the page itself: what it holds stays in the page, and the content security policy has
/// nothing to allow.
/// </summary>
public static class QrCode
{
    /// <summary>The dark modules as path data, and the side of the square they are drawn in (quiet zone included).</summary>
    public static (string Path, int Size) Path(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
                }
            }
        }

        return (path.ToString(), rows.Count);
    }
}
