using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EcoprodPlatform.Documents;

/// <summary>
/// A file to be saved, never shown inside the site: whatever it holds, it runs nowhere. The browser may keep it and asks
/// each time whether it still may (<c>ETag</c>), so that access that was taken back is gone at once.
/// </summary>
/// <param name="document">The file.</param>
/// <param name="copy">Writes its bytes.</param>
public sealed class DocumentDownload(StoredDocument document, Func<Stream, CancellationToken, Task> copy) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = new EntityTagHeaderValue($"\"{document.Sha256}\"");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(document.Name);
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        if (request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = document.MediaType;
        response.ContentLength = document.Size;
        if (!HttpMethods.IsHead(request.Method))
        {
            await copy(response.Body, httpContext.RequestAborted);
        }
    }
}
