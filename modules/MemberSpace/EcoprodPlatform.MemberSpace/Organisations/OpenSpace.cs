using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff open the one member space of a paid-up member (MS-6, MS-7, MS-53).</summary>
internal sealed record OpenSpace(Guid Id, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<OpenSpace, long>
    {
        public Task<long> Handle(OpenSpace request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.OpenSpace(desk.Today), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/espace", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/espace", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPost("/{id:guid}/space", CreateAsync).RequireAuthorization(Policies.Staff)
            .WithName("OpenSpace").Produces(StatusCodes.Status201Created).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<OpenSpacePage>(new { Organisation = organisation, Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new OpenSpace(id, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Espace membre ouvert. Créez maintenant ses tags et ajoutez qui l’administre.", "Member space opened. Now create its tags and add who administers it."))
            : Page.Of<OpenSpacePage>(new { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }

    /// <summary>Opens the structure's member space.</summary>
    private static async Task<IResult> CreateAsync(Guid id, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new OpenSpace(id, http.IfMatch(), http.Actor()), ct));
        return Results.Created($"/api/organisations/{id}", null);
    }
}
