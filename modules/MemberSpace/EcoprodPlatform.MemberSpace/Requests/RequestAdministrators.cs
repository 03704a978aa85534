namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>An administrator asks for further ones, each with a signed authorisation of their own (MS-55).</summary>
internal static class RequestAdministrators
{
    public static void Map(Routes to)
    {
        to.Page(Links.RequestAdministrators, ShowAsync);
        to.Form(Links.RequestAdministrators, PostAsync).TakesFiles(RequestFiles.MostBytesAtOnce);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, RequestDrafts drafts, RequestForms forms, CancellationToken ct)
        => Page.Of(new RequestMorePage
        {
            Space = await access.DemandAsync(organisation, asked.By, ct),
            Kind = RequestKinds.Administrators,
            Form = drafts.New(),
            Refused = await forms.RefusalAsync(organisation, RequestKinds.Administrators, ct),
            Files = new Dictionary<Guid, StoredDocument>(),
        });

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, SpaceAccess access, RequestDrafts drafts, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var id = await forms.IdAsync(form, asked.By, ct);
        var draft = await drafts.ReadAsync(form, RequestKinds.Administrators, id, asked.By, ct);
        return !draft.IsMore && await form.TryAsync(() => mediator.Send(new SubmitRequest(id, organisation, RequestKinds.Administrators, draft, null, asked.By), ct))
            ? Page.Redirect(Links.MyRequest(id), Flash.Done("Demande envoyée. L’équipe d’Ecoprod vous répond par mail.", "Request sent. Ecoprod’s team answers by mail."))
            : Page.Of(new RequestMorePage { Space = space, Kind = RequestKinds.Administrators, Form = form, Refused = null, Files = await forms.FilesAsync(form, asked.By, ct) }, form.Status);
    }
}
