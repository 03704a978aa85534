using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using EcoprodPlatform.Web.Mails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Gallery;

/// <summary>
/// The pages that show every component in every state, with invented figures (development, or <c>Design:Gallery=true</c>).
/// </summary>
internal static class DesignGallery
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/design", (HttpContext http) => Page.Of<GalleryPage>(new { Sort = Lists.TableSort.Of(http, "-total", "name", "created", "total"), Paging = Lists.Paging.Of(http, total: 62) })).AllowAnonymous();
        endpoints.MapPage("/design/tableau-de-bord", (HttpContext http) => Page.Of<GalleryDashboardPage>(new { Sort = Lists.TableSort.Of(http, "-total", "name", "created", "total"), Paging = Lists.Paging.Of(http, total: 62) })).AllowAnonymous();
        endpoints.MapPage("/design/formulaire", () => Page.Of<GalleryFormPage>(new { Form = GalleryFormPage.Prefilled() })).AllowAnonymous();
        endpoints.MapForm("/design/formulaire", async (HttpContext http) =>
        {
            var form = await PageForm.ReadAsync(http);
            GalleryFormPage.Read(form);
            return form.IsValid
                ? Page.Redirect("/design/formulaire", Flash.Done("Projet enregistré.", "Project saved."))
                : Page.Of<GalleryFormPage>(new { Form = form }, form.Status);
        }).AllowAnonymous();
        endpoints.MapPage("/design/confirmation", () => Page.Of<GalleryConfirmPage>()).AllowAnonymous();
        endpoints.MapPage("/design/vide", () => Page.Of<GalleryEmptyPage>()).AllowAnonymous();
        endpoints.MapPage("/design/courriel", async (HttpContext http, MailRenderer mails, bool? texte) =>
        {
            var mail = await mails.RenderAsync<GalleryMail>(System.Globalization.CultureInfo.CurrentUICulture);
            // Mail programs drop style sheets, so mails alone carry inline styles.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            return texte == true ? Results.Text(mail.Text) : Results.Text(mail.Html, "text/html; charset=utf-8");
        }).AllowAnonymous();
    }

    internal static IReadOnlyList<Lists.Tab> Tabs { get; } =
    [
        new(new Text("Composants", "Components"), "/design"),
        new(new Text("Tableau de bord", "Dashboard"), "/design/tableau-de-bord"),
        new(new Text("Formulaire", "Form"), "/design/formulaire", 19),
        new(new Text("Confirmation", "Confirmation"), "/design/confirmation"),
        new(new Text("Vide", "Empty"), "/design/vide"),
    ];
}
