using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff delete a structure's space and its tags (MS-58), which then leave every project. The reason is kept with the act.</summary>
internal sealed record CloseSpace(OrganisationId Id, string? Confirmation, string? Reason, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, Invitations invitations, WithdrawnTags withdrawn) : IRequestHandler<CloseSpace, long>
    {
        public async Task<long> Handle(CloseSpace command, CancellationToken ct)
        {
            var reason = OrganisationDesk.Reason(command.Reason);
            var organisation = await store.LoadAsync<Organisation>(command.Id, ct);
            OrganisationEvent[] events = [.. organisation.State.CloseSpace(command.Confirmation)];
            organisation.Expect(command.Seen);
            var work = store.Begin(command.By, reason: reason).Append(organisation, events);
            invitations.Forget(work, command.Id);
            work.ForgetWebhooks(command.Id);
            await work.SaveAsync(ct);
            await withdrawn.RunAsync(ct);
            return organisation.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.CloseSpace, ShowAsync);
        to.Staff.Form(Links.CloseSpace, PostAsync);
        to.Staff.Delete("/api/organisations/{id:guid}/space", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new CloseSpacePage { Organisation = organisation, Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new CloseSpace(id, form[ConfirmForm.WordField], form["reason"], form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Espace supprimé ; ses tags quittent les projets.", "Space deleted; its tags leave the projects."))
            : Page.Of(new CloseSpacePage { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);

    /// <summary>Deletes the structure's space and its tags. <c>confirmation</c> holds the structure's name, <c>reason</c> why.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId id, string? confirmation, string? reason, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new CloseSpace(id, confirmation, reason, asked.Seen, asked.By), ct));
}
