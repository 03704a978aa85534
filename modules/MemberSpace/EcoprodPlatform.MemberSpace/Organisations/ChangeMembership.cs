using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// Staff record whether a structure is a member and until when its fee is paid. A space that is open stays open when the
/// fee lapses: it is read as before, but gets no new tag until the renewal (MS-7).
/// </summary>
internal sealed record ChangeMembership(Guid Id, Membership Membership, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<ChangeMembership, long>
    {
        public Task<long> Handle(ChangeMembership request, CancellationToken cancellationToken)
            => desk.ActAsync(request.Id, request.ExpectedVersion, request.Actor, o => o.ChangeMembership(request.Membership), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}/adhesion", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapForm("/equipe/structures/{id:guid}/adhesion", PostAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapPut("/{id:guid}/membership", PutAsync).RequireAuthorization(Policies.Staff)
            .WithName("ChangeMembership").Produces(StatusCodes.Status204NoContent).ProducesRuleProblems();
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        var form = new PageForm().Set("member", organisation.IsMember).Set("paidUntil", organisation.PaidUntil).SetVersion(organisation.Version);
        return Page.Of<ChangeMembershipPage>(new { Organisation = organisation, Form = form });
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var membership = MembershipFields.Read(form);
        return await form.TryAsync(() => mediator.Send(new ChangeMembership(id, membership, form.Version(), http.Actor()), ct))
            ? Page.Redirect(StaffLinks.Organisation(id), Flash.Done("Adhésion enregistrée.", "Membership saved."))
            : Page.Of<ChangeMembershipPage>(new { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }

    /// <summary>Records the membership. If-Match must hold the version that was read.</summary>
    private static async Task<IResult> PutAsync(Guid id, Body body, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new ChangeMembership(id, MembershipFields.Of(body.IsMember, body.PaidUntil), http.RequiredIfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }

    internal sealed record Body(bool IsMember, DateOnly? PaidUntil = null);
}
