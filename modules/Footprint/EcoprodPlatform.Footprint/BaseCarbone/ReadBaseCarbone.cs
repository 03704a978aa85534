using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Shows the imports of the Base Carbone to staff: what each holds, changes and leaves out.</summary>
internal static class ReadBaseCarbone
{
    public static void Map(Routes to)
    {
        to.Staff.Page(Links.BaseCarboneImport, ShowAsync);
        to.Staff.Get("/api/base-carbone/imports", ListAsync, "ListBaseCarboneImports");
        to.Staff.Get("/api/base-carbone/imports/{id:guid}", GetAsync, "GetBaseCarboneImport");
        to.Staff.Get("/api/base-carbone/imports/{id:guid}/changes", ListChangesAsync, "ListBaseCarboneChanges");
    }

    private static async Task<IResult> ShowAsync(BaseCarboneImportId id, HttpContext http, Asked asked, BaseCarboneImports imports, CancellationToken ct)
    {
        var import = await imports.GetAsync(id, ct);
        var asking = http.Request.Query[BaseCarboneFields.Kind].ToString();
        var kind = BaseCarboneChanges.All.Any(k => k.Code == asking) ? asking : BaseCarboneChanges.All.Select(k => k.Code).FirstOrDefault(k => import.Count(k) > 0);
        var paging = Paging.Of(http, kind is null ? 0 : import.Count(kind));
        return Page.Of(new BaseCarboneImportPage
        {
            Import = import,
            By = asked.By.Id,
            Kind = kind,
            Changes = kind is null ? [] : await imports.ChangesAsync(import, kind, paging.Offset, Paging.Rows, ct),
            Refusals = await imports.RefusalsAsync(import, ct),
            Paging = paging,
        });
    }

    /// <summary>The imports of the Base Carbone, the newest first. For staff.</summary>
    private static Task<IReadOnlyList<BaseCarboneImport>> ListAsync(int? page, int? pageSize, BaseCarboneImports imports, CancellationToken ct)
        => imports.ListAsync(Paging.ForProgram(page, pageSize).Offset, Paging.ForProgram(page, pageSize).Size, ct);

    /// <summary>One import with what it changes and what of it is refused, the first 200 of each. For staff.</summary>
    private static async Task<BaseCarbonePreview> GetAsync(BaseCarboneImportId id, BaseCarboneImports imports, CancellationToken ct)
        => await imports.PreviewAsync(await imports.GetAsync(id, ct), ct);

    /// <summary>What an import changes, a page at a time. For staff.</summary>
    /// <param name="id">The import.</param>
    /// <param name="kind">One kind: value, other, archived, gone, new; all where it is not given.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">At most 500; 20 where it is not given.</param>
    /// <param name="imports">The imports.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IReadOnlyList<BaseCarboneChange>> ListChangesAsync(BaseCarboneImportId id, string? kind, int? page, int? pageSize, BaseCarboneImports imports, CancellationToken ct)
    {
        if (kind is not null && BaseCarboneChanges.All.All(k => k.Code != kind))
        {
            var codes = string.Join(", ", BaseCarboneChanges.All.Select(k => k.Code));
            throw new RuleBrokenException("footprint.unknown-change", new($"Ce genre de changement n’existe pas : {codes}.", $"There is no such kind of change: {codes}."), field: "kind");
        }

        var paging = Paging.ForProgram(page, pageSize);
        return await imports.ChangesAsync(await imports.GetAsync(id, ct), kind, paging.Offset, paging.Size, ct);
    }
}
