using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Whether signing in asks for a code, and what can be done about it.</summary>
internal static class SecondFactorOverview
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPage(AccountsLinks.SecondFactor, ShowAsync).RequireAuthorization(Policies.SignedIn);

    public static async Task<IResult> ShowAsync(HttpContext http, PersonManager people)
        => await PageAsync(await people.FindAsync(http.Actor()), people, new PageForm());

    public static async Task<IResult> PageAsync(Person person, PersonManager people, PageForm form) => Page.Of<SecondFactorPage>(
        new { Form = form, IsOn = person.TwoFactorEnabled, CodesLeft = person.TwoFactorEnabled ? await people.CountRecoveryCodesAsync(person) : 0 },
        form.Status);
}
