namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Gives up an import that waits: its records are erased, that it was there stays on the list. Anybody of the team may, or a file left behind would block all others.</summary>
internal sealed record CancelBaseCarbone(BaseCarboneImportId Id, Actor By) : IRequest<bool>
{
    internal sealed class Handler(BaseCarboneImports imports) : IRequestHandler<CancelBaseCarbone, bool>
    {
        public Task<bool> Handle(CancelBaseCarbone command, CancellationToken ct) => imports.DecideAsync(command.Id, confirm: false, command.By, ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.CancelBaseCarbone, ShowAsync);
        to.Staff.Form(Links.CancelBaseCarbone, PostAsync);
        to.Staff.Delete("/api/base-carbone/imports/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(BaseCarboneImportId id, PageForm form, BaseCarboneImports imports, CancellationToken ct)
    {
        var import = await imports.GetAsync(id, ct);
        return import.State == BaseCarboneImport.Waiting || !form.IsValid
            ? Page.Of(new CancelBaseCarbonePage { Import = import, Form = form }, form.Status)
            : Page.Redirect(Links.BaseCarboneImport(id));
    }

    private static async Task<IResult> PostAsync(BaseCarboneImportId id, Asked asked, PageForm form, BaseCarboneImports imports, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new CancelBaseCarbone(id, asked.By), ct))
            ? Page.Redirect(Links.BaseCarbone, Flash.Done("Import abandonné : rien n’a changé.", "Import given up: nothing changed."))
            : await ShowAsync(id, form, imports, ct);

    /// <summary>Gives up an import that waits. For staff.</summary>
    private static async Task<NoContent> DeleteAsync(BaseCarboneImportId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new CancelBaseCarbone(id, asked.By), ct);
        return TypedResults.NoContent();
    }
}
