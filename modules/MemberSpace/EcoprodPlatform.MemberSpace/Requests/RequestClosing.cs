using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>An administrator asks that the space and its tags be deleted (MS-58); the structure's name is typed.</summary>
internal static class RequestClosing
{
    public static void Map(Routes to)
    {
        to.Page(Links.RequestClosing, ShowAsync);
        to.Form(Links.RequestClosing, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, RequestDrafts drafts, CancellationToken ct)
        => Page.Of(new RequestClosingPage { Space = await access.DemandAsync(organisation, asked.By, ct), Form = drafts.New() });

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, SpaceAccess access, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var id = await forms.IdAsync(form, asked.By, ct);
        if (Folded.Of(form[ConfirmForm.WordField] ?? "") != Folded.Of(space.Name))
        {
            form.Add(ConfirmForm.WordField, new Text($"Pour confirmer, écrivez le nom de la structure : {space.Name}.", $"To confirm, write the organisation’s name: {space.Name}."));
        }

        return await form.TryAsync(() => mediator.Send(new SubmitRequest(id, organisation, RequestKinds.Closing, RequestDraft.Empty, null, asked.By), ct))
            ? Page.Redirect(Links.MyRequest(id), Flash.Done("Demande envoyée. L’équipe d’Ecoprod vous répond par mail.", "Request sent. Ecoprod’s team answers by mail."))
            : Page.Of(new RequestClosingPage { Space = space, Form = form }, form.Status);
    }
}
