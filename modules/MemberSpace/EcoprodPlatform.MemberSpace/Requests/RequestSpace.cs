namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>The form of MS-8 to MS-14: a structure's space, its tags, who administers it, each with the signed authorisation.</summary>
internal static class RequestSpace
{
    public static void Map(Routes to)
    {
        to.Page(Links.RequestSpace, ShowAsync);
        to.Form(Links.RequestSpace, PostAsync).TakesFiles(RequestFiles.MostBytesAtOnce);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, RequestDrafts drafts, RequestForms forms, CancellationToken ct)
    {
        var name = (await forms.OrganisationAsync(organisation, ct)).Name;
        var refused = await forms.RefusalAsync(organisation, RequestKinds.Opening, ct);
        var form = drafts.New();
        form[RequestDrafts.TagsField] = name;
        return Page.Of(new RequestSpacePage { Organisation = name, Form = form, Refused = refused, Files = await forms.FilesAsync(form, asked.By, ct) });
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, RequestDrafts drafts, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var id = await forms.IdAsync(form, asked.By, ct);
        var draft = await drafts.ReadAsync(form, RequestKinds.Opening, id, asked.By, ct);
        return !draft.IsMore && await form.TryAsync(() => mediator.Send(new SubmitRequest(id, organisation, RequestKinds.Opening, draft, null, asked.By), ct))
            ? Page.Redirect(Links.MyRequest(id), Flash.Done("Demande envoyée. L’équipe d’Ecoprod vous répond par mail.", "Request sent. Ecoprod’s team answers by mail."))
            : Page.Of(
                new RequestSpacePage { Organisation = (await forms.OrganisationAsync(organisation, ct)).Name, Form = form, Refused = null, Files = await forms.FilesAsync(form, asked.By, ct) },
                form.Status);
    }
}
