using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web.Lists;

/// <summary>
/// A list as a download. It is written to a temporary file first and sent from there: rows are never held whole in memory, a
/// failure while they are read is answered as any other instead of a file that ends early, and a reader on a slow line holds
/// none of the few connections to the database.
/// </summary>
/// <param name="name">Without date and ending.</param>
/// <param name="format">The file's ending.</param>
/// <param name="contentType">Its media type.</param>
/// <param name="write">Writes the whole file.</param>
internal sealed class ListFile(string name, string format, string contentType, Func<Stream, CancellationToken, Task> write) : IResult
{
    public const string Xlsx = "xlsx";

    public const string Csv = "csv";

    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The day in the file's name; today's in Paris where nothing else is said.</summary>
    public DateOnly? Day { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var day = Day ?? Format.Day(httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), $"ecoprod-{Path.GetRandomFileName()}"), Options());
        await write(file, httpContext.RequestAborted);
        file.Position = 0;
        await TypedResults.File(file, contentType, $"{name}-{Format.Iso(day)}.{format}").ExecuteAsync(httpContext);
    }

    /// <summary>Readable by nobody else, gone when it is closed.</summary>
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 64 * 1024,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
