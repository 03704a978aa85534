using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using EcoprodPlatform.Web.Mails;
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
        var to = new Routes(endpoints).Public;
        to.Page("/design", (HttpContext http) => Page.Of(new GalleryPage { Sort = Lists.TableSort.Of(http, "-total", "name", "created", "total"), Paging = Lists.Paging.Of(http, total: 62) }));
        to.Page("/design/tableau-de-bord", (HttpContext http) => Page.Of(new GalleryDashboardPage { Sort = Lists.TableSort.Of(http, "-total", "name", "created", "total"), Paging = Lists.Paging.Of(http, total: 62) }));
        to.Page("/design/formulaire", () => Page.Of(new GalleryFormPage { Form = GalleryFormPage.Prefilled() }));
        to.Form("/design/formulaire", (PageForm form) =>
        {
            GalleryFormPage.Read(form);
            return form.IsValid
                ? Page.Redirect("/design/formulaire", Flash.Done("Projet enregistré.", "Project saved."))
                : Page.Of(new GalleryFormPage { Form = form }, form.Status);
        });
        to.Page("/design/confirmation", () => Page.Of<GalleryConfirmPage>());
        to.Page("/design/vide", () => Page.Of<GalleryEmptyPage>());
        to.Page("/design/courriel", async (HttpContext http, MailRenderer mails, bool? texte) =>
        {
            var mail = await mails.RenderAsync(System.Globalization.CultureInfo.CurrentUICulture, new GalleryMail());
            // Mail programs drop style sheets, so mails alone carry inline styles.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            return texte == true ? Results.Text(mail.Text) : Results.Text(mail.Html, "text/html; charset=utf-8");
        });
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
