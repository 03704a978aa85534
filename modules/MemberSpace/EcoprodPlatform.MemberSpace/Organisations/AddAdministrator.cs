using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff give a person, known by the confirmed address of their account, access to a structure's space (MS-14, MS-55).</summary>
internal sealed record AddAdministrator(Guid Id, string Email, long? ExpectedVersion, Actor Actor) : IRequest<Guid>
{
    internal sealed class Handler(OrganisationDesk desk, ModuleLog<MemberSpaceModule> log) : IRequestHandler<AddAdministrator, Guid>
    {
        public async Task<Guid> Handle(AddAdministrator request, CancellationToken cancellationToken)
        {
            var address = request.Email.Trim();
            var found = await log.ListAsync("select person_id from people where lower(email) = lower($1)", r => r.GetGuid(0), cancellationToken, address);
            await desk.ActAsync(
                request.Id,
                request.ExpectedVersion,
                request.Actor,
                o => found.Count == 0 && o.HasSpace ? throw NoAccount(address) : o.AddAdministrator(found.FirstOrDefault()),
                cancellationToken);
            return found[0];
        }

        private static RuleBrokenException NoAccount(string address) => new(
            "administrator.no-account",
            new Text(
                $"Aucun compte n’a confirmé l’adresse « {address} ». La personne doit d’abord créer son compte et confirmer son adresse.",
                $"No account has confirmed the address “{address}”. The person must create an account and confirm their address first."),
            RuleKind.Invalid,
            "email");
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/administrateurs/nouveau", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/administrateurs/nouveau", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPost("/{id:guid}/administrators", CreateAsync).RequireAuthorization(Policies.Staff)
            .WithName("AddAdministrator").Produces<AdministratorView>(StatusCodes.Status201Created).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of<AddAdministratorPage>(new { Organisation = organisation, Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var email = form.Required("email", new Text("Adresse e-mail", "E-mail address"), max: 254);
        return await form.TryAsync(() => mediator.Send(new AddAdministrator(id, email, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Accès donné.", "Access given."))
            : Page.Of<AddAdministratorPage>(new { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }

    /// <summary>Gives a person access to the structure's space.</summary>
    private static async Task<IResult> CreateAsync(Guid id, Body body, HttpContext http, IMediator mediator, OrganisationReader reader, CancellationToken ct)
    {
        var person = await mediator.Send(new AddAdministrator(id, Label.Of(body.Email, "email", "administrator.email-required"), http.IfMatch(), http.Actor()), ct);
        var resource = await reader.ReadAsync(id, ct);
        http.ETag(resource.Version);
        return Results.Created($"/api/organisations/{id}/administrators/{person}", resource.Administrators.Single(a => a.PersonId == person));
    }

    internal sealed record Body(string? Email);
}
