using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Documents;

/// <summary>A kind of file, as its content shows it.</summary>
/// <param name="Name">For people: "PDF", "image PNG".</param>
/// <param name="MediaType">What it is served as.</param>
/// <param name="Extensions">With the point; a name without one gets the first.</param>
public sealed record DocumentKind(Text Name, string MediaType, params IReadOnlyList<string> Extensions)
{
    public static readonly DocumentKind Pdf = new(Text.Same("PDF"), "application/pdf", ".pdf");
    public static readonly DocumentKind Jpeg = new(new("image JPEG", "JPEG image"), "image/jpeg", ".jpg", ".jpeg", ".jpe", ".jfif");
    public static readonly DocumentKind Png = new(new("image PNG", "PNG image"), "image/png", ".png");
    public static readonly DocumentKind WebP = new(new("image WebP", "WebP image"), "image/webp", ".webp");
    public static readonly DocumentKind Heic = new(new("image HEIC", "HEIC image"), "image/heic", ".heic");
    public static readonly DocumentKind Heif = new(new("image HEIF", "HEIF image"), "image/heif", ".heif");
    public static readonly DocumentKind Tiff = new(new("image TIFF", "TIFF image"), "image/tiff", ".tif", ".tiff");
    public static readonly DocumentKind Xlsx = new(new("classeur Excel", "Excel workbook"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    public static readonly DocumentKind Docx = new(new("document Word", "Word document"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    public static readonly DocumentKind Ods = new(new("classeur OpenDocument", "OpenDocument spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet", ".ods");
    public static readonly DocumentKind Odt = new(new("document OpenDocument", "OpenDocument text"), "application/vnd.oasis.opendocument.text", ".odt");
    public static readonly DocumentKind Csv = new(Text.Same("CSV"), "text/csv", ".csv");
    public static readonly DocumentKind PlainText = new(new("texte", "text"), "text/plain", ".txt");

    public static readonly IReadOnlyList<DocumentKind> Pictures = [Jpeg, Png, WebP, Heic, Heif, Tiff];

    public static readonly IReadOnlyList<DocumentKind> Office = [Xlsx, Docx, Ods, Odt];

    /// <summary>All that the store knows.</summary>
    public static readonly IReadOnlyList<DocumentKind> All = [Pdf, .. Pictures, .. Office, Csv, PlainText];

    public bool IsPicture => MediaType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>The kind a stored media type stands for; null should it have left the list.</summary>
    public static DocumentKind? Of(string mediaType) => All.FirstOrDefault(k => k.MediaType == mediaType);

    internal bool Has(string extension) => Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
}
