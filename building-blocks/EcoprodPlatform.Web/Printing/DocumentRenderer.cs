using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Web.Printing;

/// <summary>Renders a component that is a whole HTML document, without the site's frame: for paper.</summary>
public sealed class DocumentRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <summary>The document in the language of the current request, set as every page is (<see cref="Typography"/>).</summary>
    public async Task<string> RenderAsync(IComponent document)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(document.GetType(), ParameterView.FromDictionary(ComponentParameters.Of(document)));
            return Typography.SetHtml(root.ToHtmlString(), CultureInfo.CurrentUICulture);
        });
    }
}
