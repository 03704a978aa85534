using Microsoft.Extensions.Configuration;

namespace EcoprodPlatform.Web;

/// <summary>The public address of the site (<c>Public:BaseUrl</c>), for links that leave it: mails, exports, QR codes.</summary>
public sealed class SiteAddress(IConfiguration configuration)
{
    public Uri Root { get; } = new(configuration["Public:BaseUrl"] is { Length: > 0 } url ? url : "http://127.0.0.1:5080");

    /// <summary>The absolute address of a path of the site.</summary>
    public string Of(string path) => new Uri(Root, path).AbsoluteUri;
}
