using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Host.Legal;

/// <summary>What the foot of every page leads to: who publishes the site, what becomes of personal data, how accessible it is.</summary>
internal static class LegalPages
{
    public const string Notice = "/mentions-legales";
    public const string Privacy = "/donnees-personnelles";
    public const string Accessibility = "/accessibilite";

    public static void Map(Routes to)
    {
        to.Public.Page(Notice, (LegalFacts facts) => Page.Of(new LegalNoticePage { Facts = facts }));
        to.Public.Page(Privacy, (LegalFacts facts) => Page.Of(new PrivacyPage { Facts = facts }));
        to.Public.Page(Accessibility, (LegalFacts facts) => Page.Of(new AccessibilityPage { Facts = facts }));
    }
}

/// <summary>What only who runs the platform can say (<c>Legal:*</c>); what is not told is shown as not stated, never made up.</summary>
/// <param name="Address">Postal address of the association.</param>
/// <param name="Director">Who is responsible for what is published.</param>
/// <param name="Host">Who hosts the platform, with address.</param>
/// <param name="Contact">Mail address for questions, data and accessibility.</param>
public sealed record LegalFacts(string? Address, string? Director, string? Host, string Contact)
{
    public static LegalFacts From(IConfiguration configuration)
    {
        var legal = configuration.GetSection("Legal");
        return new(Given(legal["Address"]), Given(legal["Director"]), Given(legal["Host"]), Given(legal["Contact"]) ?? "carbonclap@ecoprod.com");
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>The three links at the foot.</summary>
internal sealed class LegalShell : IShellContributor
{
    public ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
    {
        context.Add(new FooterLink(new Text("Mentions légales", "Legal notice"), LegalPages.Notice, Order: 70));
        context.Add(new FooterLink(new Text("Données personnelles", "Personal data"), LegalPages.Privacy, Order: 80));
        context.Add(new FooterLink(new Text("Accessibilité : non auditée", "Accessibility: not audited"), LegalPages.Accessibility, Order: 90));
        return ValueTask.CompletedTask;
    }
}
