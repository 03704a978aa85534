using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff enter a structure into the register, member or not.</summary>
internal sealed record RegisterOrganisation(Guid Id, string Name, Membership Membership, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RegisterOrganisation, long>
    {
        public Task<long> Handle(RegisterOrganisation request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, null, request.Actor, o => o.Register(request.Name, request.Membership), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(StaffLinks.Register, () => Page.Of<RegisterOrganisationPage>(new { Form = new PageForm().Set("member", true) })).RequireAuthorization(Policies.Staff);
        endpoints.MapForm(StaffLinks.Register, PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPost("/", CreateAsync).RequireAuthorization(Policies.Staff)
            .WithName("RegisterOrganisation").Produces<OrganisationView>(StatusCodes.Status201Created).ProducesRuleProblems();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var name = form.Required("name", new Text("Nom de la structure", "Name of the structure"));
        var membership = MembershipFields.Read(form);
        var id = ids.NewId();
        return await form.TryAsync(() => mediator.Send(new RegisterOrganisation(id, name, membership, http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Structure créée.", "Structure created."))
            : Page.Of<RegisterOrganisationPage>(new { Form = form }, form.Status);
    }

    /// <summary>Enters a structure into the register.</summary>
    private static async Task<IResult> CreateAsync(Body body, HttpContext http, IMediator mediator, IdSource ids, OrganisationReader reader, CancellationToken ct)
    {
        var id = ids.NewId();
        var version = await mediator.Send(new RegisterOrganisation(id, body.Name ?? "", MembershipFields.Of(body.IsMember, body.PaidUntil), http.Actor()), ct);
        http.ETag(version);
        return Results.Created($"/api/organisations/{id}", await reader.ReadAsync(id, ct));
    }

    internal sealed record Body(string? Name, bool IsMember = false, DateOnly? PaidUntil = null);
}
