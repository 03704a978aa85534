namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>A file that proves a line, for programs; its bytes are at <c>…/evidence/{id}</c>.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the bytes, hexadecimal.</param>
/// <param name="AttachedBy">Id of the person.</param>
/// <param name="Lines">How many lines of the project it proves, this one included.</param>
internal sealed record EvidenceResource(Guid Id, string Name, string MediaType, long Size, string Sha256, DateTimeOffset AttachedAt, Guid AttachedBy, int Lines)
{
    public static EvidenceResource Of(EvidenceFile file) => new(
        file.Document.Id, file.Document.Name, file.Document.MediaType, file.Document.Size, file.Document.Sha256, file.AttachedAt, file.By, file.Lines);
}
