using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Web.Mails;

/// <summary>
/// Renders a mail component (which wraps its content in <c>MailLayout</c>) in the language of its reader, outside any
/// request.
/// </summary>
public sealed class MailRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <param name="language">The reader's, not the one of whoever caused the mail.</param>
    /// <param name="mail">The component with its parameters set.</param>
    public async Task<RenderedMail> RenderAsync(CultureInfo language, IComponent mail)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var document = new MailDocument();
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language;
            try
            {
                var root = await renderer.RenderComponentAsync<MailRoot>(ParameterView.FromDictionary(new Dictionary<string, object?>
                {
                    [nameof(MailRoot.Component)] = mail.GetType(),
                    [nameof(MailRoot.Values)] = ComponentParameters.Of(mail),
                    [nameof(MailRoot.Document)] = document,
                }));
                return Typography.SetHtml(root.ToHtmlString(), language);
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
            }
        });
        return document.Subject.Length > 0
            ? new RenderedMail(Typography.Set(document.Subject, language), html, TextOfMail.Of(html), document.Unsubscribe)
            : throw new InvalidOperationException($"{mail.GetType().Name} does not wrap its content in MailLayout with a subject.");
    }
}
