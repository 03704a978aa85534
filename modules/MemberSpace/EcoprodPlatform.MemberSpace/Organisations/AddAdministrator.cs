using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff give a person, known by the confirmed address of their account, access to a structure's space (MS-14, MS-55).</summary>
internal sealed record AddAdministrator(OrganisationId Id, string Email, long? Seen, Actor By) : IRequest<PersonId>
{
    /// <summary>Why, where staff say so: kept in the history.</summary>
    public string? Reason { get; init; }

    internal sealed class Handler(OrganisationDesk desk, ModuleLog<MemberSpaceModule> log) : IRequestHandler<AddAdministrator, PersonId>
    {
        public async Task<PersonId> Handle(AddAdministrator command, CancellationToken ct)
        {
            var address = command.Email.Trim();
            var found = await log.ListAsync("select person_id from people where lower(email) = lower($1)", r => new PersonId(r.GetGuid(0)), ct, address);
            await desk.ActAsync(
                command.Id,
                command.Seen,
                command.By,
                o => found.Count == 0 && o.HasSpace ? throw NoAccount(address) : o.AddAdministrator(found is [var only, ..] ? only : default),
                ct,
                command.Reason);
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

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.NewAdministrator, ShowAsync);
        to.Staff.Form(Links.NewAdministrator, PostAsync);
        to.Staff.Post("/api/organisations/{id:guid}/administrators", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new AddAdministratorPage { Organisation = organisation, Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var email = form.Required("email", new Text("Adresse e-mail", "E-mail address"), max: 254);
        var reason = form.Optional("reason", new Text("Raison", "Reason"), max: 500);
        return await form.TryAsync(() => mediator.Send(new AddAdministrator(id, email, form.Version(), asked.By) { Reason = reason }, ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Accès donné.", "Access given."))
            : Page.Of(new AddAdministratorPage { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }

    /// <summary>Gives a person access to the structure's space.</summary>
    private static async Task<Created<AdministratorView>> CreateAsync(OrganisationId id, Body body, Asked asked, IMediator mediator, OrganisationReader reader, CancellationToken ct)
    {
        var person = await mediator.Send(new AddAdministrator(id, Label.Of(body.Email, "email", "administrator.email-required"), asked.Seen, asked.By), ct);
        var resource = await reader.ReadAsync(id, ct);
        return asked.Created($"/api/organisations/{id}/administrators/{person}", resource.Administrators.Single(a => a.PersonId == person), resource.Version);
    }

    internal sealed record Body(string? Email) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(() => Label.Of(Email, "email", "administrator.email-required"));
    }
}
