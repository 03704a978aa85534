namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>An administrator asks that somebody's access ends, or their own (MS-55).</summary>
internal static class RequestLeaving
{
    public static void Map(Routes to)
    {
        to.Page(Links.RequestLeaving, ShowAsync);
        to.Form(Links.RequestLeaving, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, PersonId person, Asked asked, SpaceAccess access, ManageSpace manage, RequestDrafts drafts, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(new RequestLeavingPage { Space = space, Person = await PersonAsync(organisation, person, manage, ct), Form = drafts.New() });
    }

    private static async Task<IResult> PostAsync(
        OrganisationId organisation, PersonId person, Asked asked, PageForm form, SpaceAccess access, ManageSpace manage, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var colleague = await PersonAsync(organisation, person, manage, ct);
        var id = await forms.IdAsync(form, asked.By, ct);
        return await form.TryAsync(() => mediator.Send(new SubmitRequest(id, organisation, RequestKinds.Leaving, RequestDraft.Empty, person, asked.By), ct))
            ? Page.Redirect(Links.MyRequest(id), Flash.Done("Demande envoyée. L’équipe d’Ecoprod vous répond par mail.", "Request sent. Ecoprod’s team answers by mail."))
            : Page.Of(new RequestLeavingPage { Space = space, Person = colleague, Form = form }, form.Status);
    }

    private static async Task<Colleague> PersonAsync(OrganisationId organisation, PersonId person, ManageSpace manage, CancellationToken ct)
        => (await manage.AdministratorsAsync(organisation, ct)).FirstOrDefault(a => a.Id == person) ?? throw Organisation.UnknownAdministrator();
}
