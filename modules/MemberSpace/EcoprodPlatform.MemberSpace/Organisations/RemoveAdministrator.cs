using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff take a person's access to a structure's space away, at once (MS-55); for the last one the structure's name is asked.</summary>
internal sealed record RemoveAdministrator(OrganisationId Id, PersonId PersonId, string? Confirmation, long? Seen, Actor By) : IRequest<long>
{
    /// <summary>Why, where staff say so: kept in the history.</summary>
    public string? Reason { get; init; }

    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RemoveAdministrator, long>
    {
        public Task<long> Handle(RemoveAdministrator command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.RemoveAdministrator(command.PersonId, command.Confirmation), ct, command.Reason);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.AdministratorRemoval, ShowAsync);
        to.Staff.Form(Links.AdministratorRemoval, PostAsync);
        to.Staff.Delete("/api/organisations/{id:guid}/administrators/{personId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, PersonId personId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new RemoveAdministratorPage { Organisation = organisation, Person = organisation.Administrator(personId), Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, PersonId personId, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var reason = form.Optional("reason", new Text("Raison", "Reason"), max: 500);
        if (await form.TryAsync(() => mediator.Send(new RemoveAdministrator(id, personId, form[ConfirmForm.WordField], form.Version(), asked.By) { Reason = reason }, ct)))
        {
            return Page.Redirect(Links.Organisation(id), Flash.Done("Accès retiré.", "Access removed."));
        }

        var organisation = await reader.ReadAgainAsync(id, form, ct);
        return Page.Of(new RemoveAdministratorPage { Organisation = organisation, Person = organisation.Administrator(personId), Form = form }, form.Status);
    }

    /// <summary>Takes the access away. For the last administrator, <c>confirmation</c> holds the structure's name.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId id, PersonId personId, string? confirmation, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RemoveAdministrator(id, personId, confirmation, asked.Seen, asked.By), ct));
}
