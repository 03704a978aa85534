using System.Globalization;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>"Taguez-nous" (MS-51): a text in both languages, a link and its QR code that a structure hands to those whose projects it should see.</summary>
internal static class TagUs
{
    public const string Field = "tag";

    public static void Map(Routes to) => to.Page(Links.TagUs, ShowAsync);

    /// <summary>The text in one language: what to do, which tags there are, what the structure will see.</summary>
    public static IReadOnlyList<string> Words(SpaceView space, SpaceTag chosen, string link, CultureInfo language)
    {
        var tags = space.Tags.Where(t => !t.IsRetired).Select(t => new Text($"« {t.Name} »", $"“{t.Name}”")).ToList();
        var (fr, en) = (string.Join(", ", tags.Select(t => t.Fr)), string.Join(", ", tags.Select(t => t.En)));
        Text[] words =
        [
            new($"Votre projet est produit, diffusé ou accompagné par {space.Name} ? Partagez-nous son bilan carbone.", $"Is your project produced, broadcast or supported by {space.Name}? Share its carbon footprint with us."),
            tags.Count == 1
                ? new($"Dans la page « Configuration » du projet, sous « Tags structures partenaires », ajoutez le tag {fr}.", $"On the project’s “Configuration” page, under “Partner structure tags”, add the tag {en}.")
                : new($"Dans la page « Configuration » du projet, sous « Tags structures partenaires », ajoutez celui de nos tags qui convient : {fr}.", $"On the project’s “Configuration” page, under “Partner structure tags”, add the one of our tags that fits: {en}."),
            new($"Ou suivez ce lien (tag « {chosen.Name} ») et choisissez votre projet : {link}", $"Or follow this link (tag “{chosen.Name}”) and choose your project: {link}"),
            new("Nous verrons le projet et son bilan, en lecture seule, même s’il est déjà clôturé. Seule la personne propriétaire du projet peut ajouter le tag, et l’ôter quand elle veut.", "We will see the project and its footprint, read-only, even when it is already closed. Only the project’s owner can add the tag, and take it off at any time."),
        ];
        return [.. words.Select(w => w.In(language))];
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, SiteAddress site, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var usable = space.Tags.Where(t => !t.IsRetired).ToList();
        var chosen = usable.Find(t => t.Id.ToString() == http.Request.Query[Field]) ?? usable.FirstOrDefault();
        return Page.Of(new TagUsPage { Space = space, Chosen = chosen, Link = chosen is null ? "" : site.Of(ProjectLinks.TagWith(chosen.Id)) });
    }
}
