namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>An administrator asks for more tags (MS-54).</summary>
internal static class RequestTags
{
    public static void Map(Routes to)
    {
        to.Page(Links.RequestTags, ShowAsync);
        to.Form(Links.RequestTags, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, RequestDrafts drafts, RequestForms forms, CancellationToken ct)
        => Page.Of(new RequestMorePage
        {
            Space = await access.DemandAsync(organisation, asked.By, ct),
            Kind = RequestKinds.Tags,
            Form = drafts.New(),
            Refused = await forms.RefusalAsync(organisation, RequestKinds.Tags, ct),
            Files = new Dictionary<Guid, StoredDocument>(),
        });

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, SpaceAccess access, RequestDrafts drafts, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var id = await forms.IdAsync(form, asked.By, ct);
        var draft = await drafts.ReadAsync(form, RequestKinds.Tags, id, asked.By, ct);
        return !draft.IsMore && await form.TryAsync(() => mediator.Send(new SubmitRequest(id, organisation, RequestKinds.Tags, draft, null, asked.By), ct))
            ? Page.Redirect(Links.MyRequest(id), Flash.Done("Demande envoyée. L’équipe d’Ecoprod vous répond par mail.", "Request sent. Ecoprod’s team answers by mail."))
            : Page.Of(new RequestMorePage { Space = space, Kind = RequestKinds.Tags, Form = form, Refused = null, Files = await forms.FilesAsync(form, asked.By, ct) }, form.Status);
    }
}
