using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff retire a tag: nobody can put it on a project any more; the projects that carry it keep it.</summary>
internal sealed record RetireTag(Guid Id, Guid TagId, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RetireTag, long>
    {
        public Task<long> Handle(RetireTag request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.RetireTag(request.TagId), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/tags/{tagId:guid}/retrait", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/tags/{tagId:guid}/retrait", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapDelete("/{id:guid}/tags/{tagId:guid}", DeleteAsync).RequireAuthorization(Policies.Staff)
            .WithName("RetireTag").Produces(StatusCodes.Status204NoContent).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, Guid tagId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<RetireTagPage>(new { Organisation = organisation, Tag = organisation.Tag(tagId), Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(Guid id, Guid tagId, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        if (await form.TryAsync(() => mediator.Send(new RetireTag(id, tagId, form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Tag retiré.", "Tag retired."));
        }

        var organisation = await reader.ReadAgainAsync(id, form, ct);
        return Page.Of<RetireTagPage>(new { Organisation = organisation, Tag = organisation.Tag(tagId), Form = form }, form.Status);
    }

    /// <summary>Retires the tag.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Guid tagId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new RetireTag(id, tagId, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
