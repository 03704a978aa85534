using Microsoft.AspNetCore.WebUtilities;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// Filters under a name ("Fictions clôturées 2025"), for all administrators of the space: its link can be given to any of them. A view is
/// filters, not figures: it shows what is there when it is opened.
/// </summary>
internal sealed class SavedViews(ModuleLog<MemberSpaceModule> log, IdSource ids, TimeProvider clock)
{
    public const int Most = 50;

    public const int LongestName = 80;

    /// <summary>What of an address makes a view: the filters, and what the dashboard compares.</summary>
    private static readonly IReadOnlyList<string> Kept = [.. FilterQuery.Fields, "unite", "ordre"];

    public static void Map(Routes to)
    {
        to.Form(Links.Views, PostAsync);
        to.Page(Links.Views, (OrganisationId organisation) => Page.Redirect(Links.Filters(organisation)));
        to.Page(Links.View, OpenAsync);
        to.Form(Links.ViewRemoval, RemoveAsync);
        to.Page(Links.ViewRemoval, (OrganisationId organisation, ViewId view) => Page.Redirect(Links.Filters(organisation)));
        to.Get("/api/member-spaces/{organisation:guid}/views", ListAsync, "ListSpaceViews");
        to.Post("/api/member-spaces/{organisation:guid}/views", CreateAsync, "SaveSpaceView");
        to.Delete("/api/member-spaces/{organisation:guid}/views/{view:guid}", DeleteAsync, "RemoveSpaceView");
    }

    public Task<IReadOnlyList<SavedView>> ReadAsync(OrganisationId organisation, CancellationToken ct) => log.ListAsync(
        "select view_id, name, query from saved_views where organisation_id = $1 order by folded_name", r => new SavedView(r.GetGuid(0), r.GetString(1), r.GetString(2)), ct, organisation);

    private async Task<SavedView> SaveAsync(OrganisationId organisation, string? name, string? query, Actor by, CancellationToken ct)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || !PlainText.IsReadable(name))
        {
            throw Refused("view.name", new Text($"Nom de la vue : de 1 à {LongestName} caractères lisibles.", $"Name of the view: 1 to {LongestName} readable characters."));
        }

        var view = new SavedView(ids.NewId(), name, Clean(query));
        if (view.Query.Length == 0)
        {
            throw Refused("view.empty", new Text("Choisissez au moins un filtre : une vue sans filtre est le tableau de bord.", "Choose at least one filter: a view without a filter is the dashboard."));
        }

        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(
            """
            insert into saved_views (organisation_id, view_id, name, folded_name, query, saved_by, saved_at)
            select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from saved_views where organisation_id = $1) < $8
            """,
            organisation, view.Id, view.Name, Folded.Of(view.Name), view.Query, by.Id, clock.GetUtcNow(), (long)Most));
        try
        {
            return await batch.ExecuteNonQueryAsync(ct) == 1 ? view : throw RuleBrokenException.Conflict("view.too-many", new Text(
                $"L’espace a déjà {Most} vues enregistrées : supprimez-en une.", $"The space has {Most} saved views already: remove one."));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RuleBrokenException("view.name-taken", new Text(
                $"Une vue s’appelle déjà « {name} » : choisissez un autre nom, ou supprimez-la d’abord.", $"A view is called “{name}” already: choose another name, or remove that one first."), RuleKind.Conflict, "name");
        }
    }

    private async Task DropAsync(OrganisationId organisation, ViewId view, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of("delete from saved_views where organisation_id = $1 and view_id = $2", organisation, view));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<SavedView> FindAsync(OrganisationId organisation, ViewId view, CancellationToken ct)
        => (await ReadAsync(organisation, ct)).FirstOrDefault(v => v.Id == view) ?? throw RuleBrokenException.NotFound("view.unknown", new Text(
            "Cette vue n’existe pas, ou plus.", "This view does not exist, or no longer."));

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, HttpContext http, SpaceAccess access, SavedViews views, Dashboard dashboard, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var saved = default(SavedView);
        if (await form.TryAsync(async () => saved = await views.SaveAsync(organisation, form["name"], form["query"], asked.By, ct)))
        {
            return Page.Redirect(saved!.Address(organisation), new Flash(new Text($"Vue « {saved.Name} » enregistrée.", $"View “{saved.Name}” saved.")));
        }

        return await ShowFilters.AgainAsync(space, form, http, views, dashboard, ct);
    }

    private static async Task<IResult> OpenAsync(OrganisationId organisation, ViewId view, Asked asked, SpaceAccess access, SavedViews views, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return Page.Redirect((await views.FindAsync(organisation, view, ct)).Address(organisation));
    }

    /// <summary>One button: a view is saved again as quickly.</summary>
    private static async Task<IResult> RemoveAsync(OrganisationId organisation, ViewId view, Asked asked, SpaceAccess access, SavedViews views, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var gone = await views.FindAsync(organisation, view, ct);
        await views.DropAsync(organisation, view, ct);
        return Page.Redirect(
            Links.Filters(organisation) + gone.Query,
            new Flash(new Text($"Vue « {gone.Name} » supprimée ; ses filtres sont encore choisis ici.", $"View “{gone.Name}” removed; its filters are still chosen here.")));
    }

    /// <summary>The saved views of the space, by name.</summary>
    private static async Task<IReadOnlyList<SavedView>> ListAsync(OrganisationId organisation, Asked asked, SpaceAccess access, SavedViews views, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return await views.ReadAsync(organisation, ct);
    }

    /// <summary>Saves filters, as they stand in a page's address, under a name.</summary>
    private static async Task<Created<SavedView>> CreateAsync(OrganisationId organisation, Body body, Asked asked, SpaceAccess access, SavedViews views, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var view = await views.SaveAsync(organisation, body.Name, body.Query, asked.By, ct);
        return TypedResults.Created($"/api/member-spaces/{organisation}/views/{view.Id}", view);
    }

    /// <summary>Removes a saved view.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId organisation, ViewId view, Asked asked, SpaceAccess access, SavedViews views, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        await views.FindAsync(organisation, view, ct);
        await views.DropAsync(organisation, view, ct);
        return TypedResults.NoContent();
    }

    /// <summary>Of what was sent only what a view is made of, in one order: the same choices are the same text.</summary>
    private static string Clean(string? query)
    {
        var sent = QueryHelpers.ParseQuery(query ?? "");
        return QueryString.Create(Kept.Where(sent.ContainsKey).SelectMany(k => sent[k].Where(v => !string.IsNullOrEmpty(v)).Distinct(StringComparer.Ordinal).Select(v => KeyValuePair.Create(k, v)))).Value is { Length: <= 4000 } kept
            ? kept
            : "";
    }

    private static RuleBrokenException Refused(string code, Text text) => new(code, text, RuleKind.Invalid, "name");

    internal sealed record Body(string? Name, string? Query);
}

/// <summary>Filters under a name.</summary>
/// <param name="Query">As in a page's address (<c>?statut=closed&amp;genre=documentary</c>).</param>
public sealed record SavedView(Guid Id, string Name, string Query)
{
    internal string Address(OrganisationId organisation) => MemberSpaceLinks.Dashboard(organisation) + Query;
}
