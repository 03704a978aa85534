namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Puts an import in force, in place of the one before. A second click by the same person changes nothing; somebody else is told.</summary>
internal sealed record ConfirmBaseCarbone(BaseCarboneImportId Id, Actor By) : IRequest<bool>
{
    internal sealed class Handler(BaseCarboneImports imports) : IRequestHandler<ConfirmBaseCarbone, bool>
    {
        public Task<bool> Handle(ConfirmBaseCarbone command, CancellationToken ct) => imports.DecideAsync(command.Id, confirm: true, command.By, ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.ConfirmBaseCarbone, ShowAsync);
        to.Staff.Form(Links.ConfirmBaseCarbone, PostAsync);
        to.Staff.Post("/api/base-carbone/imports/{id:guid}/confirmation", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(BaseCarboneImportId id, PageForm form, BaseCarboneImports imports, CancellationToken ct)
    {
        var import = await imports.GetAsync(id, ct);
        return import.State == BaseCarboneImport.Waiting || !form.IsValid
            ? Page.Of(new ConfirmBaseCarbonePage { Import = import, Form = form }, form.Status)
            : Page.Redirect(Links.BaseCarboneImport(id));
    }

    private static async Task<IResult> PostAsync(BaseCarboneImportId id, Asked asked, PageForm form, BaseCarboneImports imports, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new ConfirmBaseCarbone(id, asked.By), ct))
            ? Page.Redirect(Links.BaseCarboneImport(id), Flash.Done("Import confirmé : ce fichier est en vigueur.", "Import confirmed: this file is in force."))
            : await ShowAsync(id, form, imports, ct);

    /// <summary>Puts an import in force. For staff.</summary>
    /// <remarks>Sent again by the same person it changes nothing; one that somebody else has decided on is refused (409).</remarks>
    private static async Task<BaseCarboneImport> CreateAsync(BaseCarboneImportId id, Asked asked, BaseCarboneImports imports, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new ConfirmBaseCarbone(id, asked.By), ct);
        return await imports.GetAsync(id, ct);
    }
}
