using System.Runtime.ExceptionServices;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Errors;

/// <summary>
/// Answers a form whose antiforgery token is missing or too old with a page that loses nothing: when the browser vouches
/// that the form came from this site, it offers to send the very same values again with a fresh token.
/// </summary>
internal sealed class FormGuard(RequestDelegate next, KeptForm kept)
{
    private const int LargestResend = 200_000;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } refusal)
        {
            if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && http.Request.HasFormContentType)
            {
                SiteLanguage.Follow(http);
                if (http.Request.Form.ContainsKey(KeptForm.Field))
                {
                    kept.Forget(http);
                }
            }

            await next(http);
            return;
        }

        // The form feature refuses to read a form without a valid token; these values are only shown back to their author.
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        if (refusal.Error?.InnerException is IOException or InvalidDataException)
        {
            // The token could not even be looked for: the form is too large, malformed or cut off.
            ExceptionDispatchInfo.Throw(refusal.Error.InnerException);
        }

        IReadOnlyList<KeyValuePair<string, string>>? values = null;
        if (CrossSiteGuard.IsSameOrigin(http.Request) && http.Request.HasFormContentType)
        {
            values = Resendable(await http.Request.ReadFormAsync(http.RequestAborted));
        }

        await Page.Of(new ExpiredFormPage { Values = values }, StatusCodes.Status400BadRequest).ExecuteAsync(http);
    }

    /// <summary>The posted values, or null when they cannot be put into a page: files, secrets, too much.</summary>
    internal static List<KeyValuePair<string, string>>? Resendable(IFormCollection form, bool withToken = false)
    {
        var values = form
            .Where(f => withToken || f.Key != "__RequestVerificationToken")
            .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))
            .ToList();
        var secret = values.Any(v => v.Key.Contains("password", StringComparison.OrdinalIgnoreCase)
            || v.Key.Contains("motdepasse", StringComparison.OrdinalIgnoreCase)
            || v.Key.Contains("code", StringComparison.OrdinalIgnoreCase));
        return form.Files.Any(f => f.Length > 0) || secret || values.Sum(v => v.Key.Length + v.Value.Length) > LargestResend ? null : values;
    }
}
