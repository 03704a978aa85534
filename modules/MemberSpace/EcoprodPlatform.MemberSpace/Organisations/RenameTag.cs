using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff correct a tag's name; the projects that carry it show the new one.</summary>
internal sealed record RenameTag(Guid Id, Guid TagId, string Name, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RenameTag, long>
    {
        public Task<long> Handle(RenameTag request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.RenameTag(request.TagId, request.Name), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/tags/{tagId:guid}/nom", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/tags/{tagId:guid}/nom", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPut("/{id:guid}/tags/{tagId:guid}", PutAsync).RequireAuthorization(Policies.Staff)
            .WithName("RenameTag").Produces(StatusCodes.Status204NoContent).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, Guid tagId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<NamePage>(Model(organisation, new PageForm { ["name"] = organisation.Tag(tagId).Name }.SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(Guid id, Guid tagId, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new RenameTag(id, tagId, name, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), new Flash(new Text($"Tag renommé « {name} ».", $"Tag renamed “{name}”.")))
            : Page.Of<NamePage>(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Changes the tag's name. If-Match must hold the structure's version that was read.</summary>
    private static async Task<IResult> PutAsync(Guid id, Guid tagId, Body body, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new RenameTag(id, tagId, body.Name ?? "", http.RequiredIfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }

    private static object Model(OrganisationView organisation, PageForm form)
        => new { Organisation = organisation, Form = form, Title = new Text("Renommer le tag", "Rename the tag"), Verb = new Text("Enregistrer", "Save") };

    internal sealed record Body(string? Name);
}
