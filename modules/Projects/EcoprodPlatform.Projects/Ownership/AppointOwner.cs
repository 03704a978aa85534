using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Projects.Ownership;

/// <summary>Staff give a project an owner, where the one it has cannot hand it over. Both are told by mail.</summary>
internal sealed record AppointOwner(ProjectId ProjectId, string Email, string Reason, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, People people, OwnershipMails mails) : IRequestHandler<AppointOwner, long>
    {
        public async Task<long> Handle(AppointOwner command, CancellationToken ct)
        {
            var project = await store.LoadAsync<Project>(command.ProjectId, ct);
            var address = command.Email.Trim();
            var person = !project.State.Exists ? throw Project.Unknown() : await people.FindByEmailAsync(address, ct) ?? throw NoAccount(address);
            var former = (await people.FindAsync([project.State.OwnerId], ct)).GetValueOrDefault(project.State.OwnerId);
            // Somebody who is not known yet is on the way, and not gone.
            var events = project.State.AppointOwner(new PersonId(person.Id), command.Reason, former is { Email: null });
            project.Expect(command.Seen);
            var work = store.Begin(command.By).Append(project, events);
            await mails.AppointedAsync(work, command.ProjectId, project.State, person, former, command.Reason);
            await work.SaveAsync(ct);
            return project.Version + events.Length;
        }

        private static RuleBrokenException NoAccount(string address) => new(
            "project.no-account",
            new Text(
                $"Aucun compte n’a confirmé l’adresse « {address} ». La personne doit d’abord créer son compte et confirmer son adresse.",
                $"No account has confirmed the address “{address}”. The person must create an account and confirm their address first."),
            field: "email");
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Appoint, ShowAsync);
        to.Staff.Form(Links.Appoint, PostAsync);
        to.Staff.Put("/api/projects/{id:guid}/owner", PutAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, PageForm form, OwnershipView view, CancellationToken ct)
    {
        var model = await view.ReadForStaffAsync(id, ct);
        form.ShownAt(model.Version);
        return Page.Of(new AppointOwnerPage { Model = model, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, IMediator mediator, CancellationToken ct)
    {
        var email = form.Required("email", new Text("Adresse e-mail", "E-mail address"), max: 254);
        var reason = form.Choice("reason", new Text("Motif", "Reason"), AppointmentReasons.All, required: true);
        return await form.TryAsync(() => mediator.Send(new AppointOwner(id, email, reason ?? "", form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Appoint(id), Flash.Done("Propriétaire désigné.", "Owner appointed."))
            : await ShowAsync(id, form, view, ct);
    }

    /// <summary>Appoints the owner of a project, by the confirmed address of an account. For staff.</summary>
    private static async Task<NoContent> PutAsync(ProjectId id, OwnerBody body, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new AppointOwner(id, body.Email, body.Reason, asked.Seen, asked.By), ct));

    /// <param name="Email">Confirmed address of their account.</param>
    /// <param name="Reason"><c>account-deleted</c>, <c>left-the-production</c>, <c>asked-by-the-production</c>.</param>
    internal sealed record OwnerBody(string Email, string Reason) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(() => AppointmentReasons.Demand(Reason));
    }
}
