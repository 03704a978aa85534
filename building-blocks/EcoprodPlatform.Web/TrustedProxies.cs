using System.Net;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;

namespace EcoprodPlatform.Web;

/// <summary>
/// The reverse proxies in front of the host (<c>Proxy:KnownAddresses</c>, <c>Proxy:KnownNetworks</c>). Only what they say
/// about the visitor (<c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>) is believed; from anybody else it is ignored, or
/// whoever asks could choose the address that limits count and the host name.
/// </summary>
public static class TrustedProxies
{
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>First in the pipeline: all that follows sees the visitor instead of the proxy.</summary>
    internal static void Use(WebApplication app)
    {
        if (Options(app.Configuration) is { } options)
        {
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>What is believed of whom; null when no proxy is configured.</summary>
    internal static ForwardedHeadersOptions? Options(IConfiguration configuration)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Through as many proxies as are known, and no further.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in Values(configuration, "Proxy:KnownAddresses"))
        {
            options.KnownProxies.Add(IPAddress.TryParse(text, out var address) ? address : throw Unreadable("Proxy:KnownAddresses", text, "10.0.0.2"));
        }

        foreach (var text in Values(configuration, "Proxy:KnownNetworks"))
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(text, out var network) ? network : throw Unreadable("Proxy:KnownNetworks", text, "10.0.0.0/8"));
        }

        return options.KnownProxies.Count + options.KnownIPNetworks.Count > 0 ? options : null;
    }

    private static string[] Values(IConfiguration configuration, string key)
        => (configuration[key] ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static SettingException Unreadable(string key, string text, string example) => new(key, new Text(
        $"« {text} » n’est pas compris ; par exemple {example}.",
        $"\"{text}\" is not understood; for example {example}."));
}
