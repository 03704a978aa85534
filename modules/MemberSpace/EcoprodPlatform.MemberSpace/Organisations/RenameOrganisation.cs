using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff correct a structure's name; every tag of it is then shown with the new one.</summary>
internal sealed record RenameOrganisation(Guid Id, string Name, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RenameOrganisation, long>
    {
        public Task<long> Handle(RenameOrganisation request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.Rename(request.Name), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/nom", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/nom", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPut("/{id:guid}/name", PutAsync).RequireAuthorization(Policies.Staff)
            .WithName("RenameOrganisation").Produces(StatusCodes.Status204NoContent).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<NamePage>(Model(organisation, new PageForm { ["name"] = organisation.Name }.SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new RenameOrganisation(id, name, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Nom enregistré.", "Name saved."))
            : Page.Of<NamePage>(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Changes the name. If-Match must hold the version that was read.</summary>
    private static async Task<IResult> PutAsync(Guid id, Body body, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new RenameOrganisation(id, body.Name ?? "", http.RequiredIfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }

    private static object Model(OrganisationView organisation, PageForm form)
        => new { Organisation = organisation, Form = form, Title = new Text("Renommer la structure", "Rename the structure"), Verb = new Text("Enregistrer", "Save") };

    internal sealed record Body(string? Name);
}
