using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using EcoprodPlatform.Web.Assets;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Errors;
using EcoprodPlatform.Web.Gallery;
using EcoprodPlatform.Web.Mails;
using EcoprodPlatform.Web.Printing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.WebEncoders;

namespace EcoprodPlatform.Web;

/// <summary>Puts the web plumbing together: services, the order of the middleware, and the site's own endpoints.</summary>
public static class EcoprodWeb
{
    public static IServiceCollection AddEcoprodWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        // Accents as themselves: pages are UTF-8, and French would otherwise grow by a tenth.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddDataProtection().SetApplicationName("EcoprodPlatform");
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "ecoprod-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // For the scripts of the jobs page; forms carry theirs in a field.
            o.HeaderName = "X-Ecoprod-Form";
            // Framing is already forbidden by the content security policy.
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthorizationBuilder()
            // A person: what a structure's key lets in is nobody.
            .AddPolicy(Policies.SignedIn, p => p.RequireAuthenticatedUser().RequireAssertion(c => c.User.Actor() is not null))
            .AddPolicy(Policies.Staff, p => p.RequireAuthenticatedUser().RequireRole(Policies.StaffRole));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, SessionGuard>();
        services.AddSingleton<IProblemDetailsWriter, ProblemForPrograms>();
        services.AddProblemDetails(o => o.CustomizeProblemDetails = ApiProblem.Complete);
        services.AddRateLimiter(TooManyRequests.Configure);
        services.AddExceptionHandler<WebExceptionHandler>();
        services.Configure<RequestLocalizationOptions>(SiteLanguage.Configure);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddResponseCompression(o =>
        {
            // BREACH needs a secret and a guess in one compressed page: the only secrets in ours are antiforgery tokens,
            // which are masked anew in every response.
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.AddSingleton<FlashCookie>();
        services.AddSingleton<KeptForm>();
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<DocumentRenderer>();
        return services;
    }

    /// <summary>
    /// The middleware in its order, ending with authorization and antiforgery, and the site's own endpoints. Map the modules'
    /// endpoints after it, then call <see cref="VerifyEndpoints"/>.
    /// </summary>
    public static WebApplication UseEcoprodWeb(this WebApplication app)
    {
        TrustedProxies.Use(app);
        app.UseRequestLocalization();
        app.Use(SecurityHeaders.InvokeAsync);
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { AllowStatusCode404Response = true, ExceptionHandler = _ => Task.CompletedTask });
        app.UseStatusCodePages(AnswerBareStatusAsync);
        app.UseMiddleware<CrossSiteGuard>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseMiddleware<FormGuard>();
        app.UseMiddleware<BodyGuard>();

        WebAssets.Map(app);
        SiteLanguage.Map(app);
        SessionGuard.Map(app);
        if (app.Environment.IsDevelopment() || app.Configuration.GetValue<bool>("Design:Gallery"))
        {
            DesignGallery.Map(app);
        }

        return app;
    }

    /// <summary>Throws when an endpoint forgot to say who may use it; call it after everything is mapped.</summary>
    public static WebApplication VerifyEndpoints(this WebApplication app)
    {
        EndpointPolicies.Verify(((IEndpointRouteBuilder)app).DataSources);
        return app;
    }

    private static Task AnswerBareStatusAsync(StatusCodeContext context)
        => ErrorAnswer.WriteAsync(context.HttpContext, Problem.Of(context.HttpContext.Response.StatusCode));
}
