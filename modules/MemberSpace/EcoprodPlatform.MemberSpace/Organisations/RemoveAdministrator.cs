using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Components;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff take a person's access to a structure's space away, at once (MS-55); for the last one the structure's name is asked.</summary>
internal sealed record RemoveAdministrator(Guid Id, Guid PersonId, string? Confirmation, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RemoveAdministrator, long>
    {
        public Task<long> Handle(RemoveAdministrator request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.RemoveAdministrator(request.PersonId, request.Confirmation), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/administrateurs/{personId:guid}/retrait", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/administrateurs/{personId:guid}/retrait", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapDelete("/{id:guid}/administrators/{personId:guid}", DeleteAsync).RequireAuthorization(Policies.Staff)
            .WithName("RemoveAdministrator").Produces(StatusCodes.Status204NoContent).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, Guid personId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<RemoveAdministratorPage>(new { Organisation = organisation, Person = organisation.Administrator(personId), Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(Guid id, Guid personId, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        if (await form.TryAsync(() => mediator.Send(new RemoveAdministrator(id, personId, form[ConfirmForm.WordField], form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Accès retiré.", "Access removed."));
        }

        var organisation = await reader.ReadAgainAsync(id, form, ct);
        return Page.Of<RemoveAdministratorPage>(new { Organisation = organisation, Person = organisation.Administrator(personId), Form = form }, form.Status);
    }

    /// <summary>Takes the access away. For the last administrator, <c>confirmation</c> holds the structure's name.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Guid personId, string? confirmation, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new RemoveAdministrator(id, personId, confirmation, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
