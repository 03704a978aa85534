using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using EcoprodPlatform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

/// <summary>A site made of the web plumbing alone, in memory, for a few endpoints of the test.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebSite(WebApplication app, HttpClient client) => (this.app, Client) = (app, client);

    public HttpClient Client { get; }

    public static async Task<WebSite> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["Design:Gallery"] = "true";
        builder.Services.AddEcoprodWeb();
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("header", null);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        host.UseEcoprodWeb();
        map(host);
        host.VerifyEndpoints();
        await host.StartAsync();
        var server = host.GetTestServer();
        return new WebSite(host, new HttpClient(new Cookies(server.CreateHandler())) { BaseAddress = server.BaseAddress });
    }

    public async Task<IHtmlDocument> PageAsync(string path) => Html(await Client.GetStringAsync(path));

    public static IHtmlDocument Html(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Posts the form of a page, as a browser would.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] values)
    {
        var form = (IHtmlFormElement)(await PageAsync(path)).QuerySelector("main form")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value))
            .Concat(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return await Client.PostAsync(path, new FormUrlEncodedContent(fields));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>Keeps cookies, follows nothing.</summary>
    private sealed class Cookies(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly CookieContainer jar = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (jar.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
            {
                request.Headers.Add("Cookie", cookies);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    jar.SetCookies(request.RequestUri!, cookie);
                }
            }

            return response;
        }
    }

    /// <summary>Signed in as whom the header says ("staff" or anything).</summary>
    private sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-User"].ToString() is not { Length: > 0 } user)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "0199d4a0-0000-7000-8000-000000000001"), new(ClaimTypes.Role, user)], "header");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "header")));
        }
    }
}
