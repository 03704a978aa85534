using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff enter a structure into the register, member or not.</summary>
internal sealed record RegisterOrganisation(OrganisationId Id, string Name, Membership Membership, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RegisterOrganisation, long>
    {
        public Task<long> Handle(RegisterOrganisation command, CancellationToken ct)
            => desk.ActAsync(command.Id, null, command.By, o => o.Register(command.Name, command.Membership), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Register, () => Page.Of(new RegisterOrganisationPage { Form = new PageForm().Set("member", true) }));
        to.Staff.Form(Links.Register, PostAsync);
        to.Staff.Post("/api/organisations", CreateAsync);
    }

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var name = form.Required("name", new Text("Nom de la structure", "Name of the structure"));
        var membership = MembershipFields.Read(form);
        var id = new OrganisationId(ids.NewId());
        return await form.TryAsync(() => mediator.Send(new RegisterOrganisation(id, name, membership, asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Structure créée.", "Structure created."))
            : Page.Of(new RegisterOrganisationPage { Form = form }, form.Status);
    }

    /// <summary>Enters a structure into the register.</summary>
    private static async Task<Created<OrganisationView>> CreateAsync(Body body, Asked asked, IMediator mediator, IdSource ids, OrganisationReader reader, CancellationToken ct)
    {
        RuleBrokenException.ThrowIfAny([.. ((IRuledBody)body).Faults()]);
        var id = new OrganisationId(ids.NewId());
        var version = await mediator.Send(new RegisterOrganisation(id, body.Name ?? "", MembershipFields.Of(body.IsMember, body.PaidUntil), asked.By), ct);
        return asked.Created($"/api/organisations/{id}", await reader.ReadAsync(id, ct), version);
    }

    internal sealed record Body(string? Name, bool IsMember = false, DateOnly? PaidUntil = null) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(
            () => Label.Of(Name, "name", "organisation.name-required"),
            () => MembershipFields.Of(IsMember, PaidUntil));
    }
}
