using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Documents;

/// <summary>A file that comes in, uploaded or made by the platform.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Content">Whole and readable twice: an upload waits in a temporary file (ASP.NET Core), so that a slow line holds no connection to the database.</param>
public sealed record IncomingFile(string Name, Stream Content)
{
    /// <summary>Name of the field that forms and programs send files in.</summary>
    public const string Field = "files";

    public static IReadOnlyList<IncomingFile> Of(IEnumerable<IFormFile> files) => [.. files.Select(f => new IncomingFile(f.FileName, f.OpenReadStream()))];
}
