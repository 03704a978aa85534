using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff create a tag of a structure: its own name, or one per subsidiary (MS-9, MS-10). Its name is unique across all structures.</summary>
internal sealed record OpenTag(Guid Id, Guid TagId, string Name, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<OpenTag, long>
    {
        public Task<long> Handle(OpenTag request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.OpenTag(request.TagId, request.Name, desk.Today), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/tags/nouveau", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/tags/nouveau", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPost("/{id:guid}/tags", CreateAsync).RequireAuthorization(Policies.Staff)
            .WithName("OpenTag").Produces<TagView>(StatusCodes.Status201Created).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<NamePage>(Model(organisation, new PageForm().SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, OrganisationReader reader, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new OpenTag(id, ids.NewId(), name, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), new Flash(new Text($"Tag « {name} » créé.", $"Tag “{name}” created.")))
            : Page.Of<NamePage>(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Creates a tag of the structure.</summary>
    private static async Task<IResult> CreateAsync(Guid id, Body body, HttpContext http, IMediator mediator, IdSource ids, OrganisationReader reader, CancellationToken ct)
    {
        var tagId = ids.NewId();
        http.ETag(await mediator.Send(new OpenTag(id, tagId, body.Name ?? "", http.IfMatch(), http.Actor()), ct));
        return Results.Created($"/api/organisations/{id}/tags/{tagId}", (await reader.ReadAsync(id, ct)).Tags.Single(t => t.Id == tagId));
    }

    private static object Model(OrganisationView organisation, PageForm form) => new
    {
        Organisation = organisation,
        Form = form,
        Title = new Text("Créer un tag", "Create a tag"),
        Verb = new Text("Créer le tag", "Create the tag"),
        Help = (Text?)new Text(
            "Les équipes le cherchent par son nom : celui de la structure, ou d’une filiale.",
            "Teams look for it by its name: the structure’s, or a subsidiary’s."),
    };

    internal sealed record Body(string? Name);
}
