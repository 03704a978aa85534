using EcoprodPlatform.Web.Fields;
using System.Net.Mail;
using Npgsql;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Invites somebody to a project by mail, as contributor or reader. One invitation per address; valid 14 days.</summary>
internal sealed record InviteCollaborator(ProjectId ProjectId, string Email, string Role, long? Seen, Actor By) : IRequest<InviteCollaborator.Invited>
{
    internal sealed record Invited(InvitationId InvitationId, long Version);

    internal sealed class Handler(
        EventStore<ProjectsModule> store, InvitationAddresses addresses, InvitationAllowance allowance, InvitationMails mails, People people, IdSource ids, TimeProvider clock)
        : IRequestHandler<InviteCollaborator, Invited>
    {
        public async Task<Invited> Handle(InviteCollaborator command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var id = new InvitationId(ids.NewId());
            var events = project.State.Invite(command.By.Id, id, command.Role, clock.GetUtcNow());
            var email = Address(command.Email);
            var known = await people.FindByEmailAsync(email, ct);
            if (known is not null && project.State.RoleOf(new PersonId(known.Id)) is not null)
            {
                throw RuleBrokenException.Conflict("project.already-collaborator", new Text(
                    $"{email} participe déjà au projet.", $"{email} is on the project already."));
            }

            var open = await addresses.OfProjectAsync(command.ProjectId, ct);
            if (open.Values.Any(a => string.Equals(a.Email, email, StringComparison.OrdinalIgnoreCase)))
            {
                throw AlreadyInvited(email);
            }

            project.Expect(command.Seen);
            await allowance.TakeAsync(command.By, email, ct);
            var key = LinkKey.New();
            var language = known?.Language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            var address = new InvitationAddress(id, email, language, LinkKey.Hash(key));
            var work = store.Begin(command.By).Append(project, events).Also(
                "insert into invitations (invitation_id, project_id, email, language, key_hash) values ($1, $2, $3, $4, $5)",
                id,
                command.ProjectId,
                email,
                language,
                address.KeyHash);
            await mails.AddAsync(work, command.ProjectId, project.State, address, command.Role, key, clock.GetUtcNow() + Project.InvitationValidity, ct);
            try
            {
                await work.SaveAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "invitations")
            {
                throw AlreadyInvited(email);
            }

            return new Invited(id, project.Version + events.Length);
        }

        private static RuleBrokenException AlreadyInvited(string email) => RuleBrokenException.Conflict("project.already-invited", new Text(
            $"{email} est déjà invité : vous pouvez renvoyer ou retirer cette invitation.", $"{email} is invited already: you can send that invitation again or withdraw it."));
    }

    /// <summary>A plain address: no display name, nothing that a mail header could misread.</summary>
    internal static string Address(string? written)
    {
        var email = PlainText.Tidy(written);
        return PlainText.Fault(email, 254) is null && MailAddress.TryCreate(email, out var address) && address.Address == email
            && address.Host.Contains('.', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace)
            ? email
            : throw new RuleBrokenException("project.email", new Text(
                "Adresse mail : écrivez une adresse complète, par exemple prenom.nom@production.fr.",
                "E-mail address: write a complete address, for example first.last@production.fr."), field: "email");
    }

    public static void Map(Routes to)
    {
        to.Page(ProjectLinks.Collaboration, ShowAsync);
        to.Form(ProjectLinks.Collaboration, PostAsync);
        to.Get("/api/projects/{id:guid}/collaborators", GetAsync, "GetCollaborators");
        to.Post("/api/projects/{id:guid}/collaborators", CreateAsync).Accepts<InviteBody>("application/json").Produces<InvitationResource>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, CollaborationView view, CancellationToken ct)
        => Page.Of(new CollaborationPage { Model = await view.ReadAsync(id, asked.By, ct) });

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, CollaborationView view, IMediator mediator, CancellationToken ct)
    {
        var email = form.Value("email") ?? "";
        if (await form.TryAsync(() => mediator.Send(new InviteCollaborator(id, email, form.Value("role") ?? "", form.Version(), asked.By), ct)))
        {
            return Page.Redirect(ProjectLinks.Collaboration(id), new Flash(new Text(
                $"Invitation envoyée à {email.Trim()}, valable 14 jours.", $"Invitation sent to {email.Trim()}, valid for 14 days.")));
        }

        return Page.Of(new CollaborationPage { Model = await view.ReadAsync(id, asked.By, ct, invite: form) }, form.Status);
    }

    /// <summary>People on the project, and the invitations that wait.</summary>
    private static async Task<CollaborationResource> GetAsync(ProjectId id, Asked asked, CollaborationView view, CancellationToken ct)
    {
        var model = await view.ReadAsync(id, asked.By, ct);
        return asked.Versioned(new CollaborationResource(
            [.. model.People.Select(p => new CollaboratorResource(p.PersonId, p.IsErased ? null : p.Name, p.Role))],
            [.. model.Invitations.Select(i => new InvitationResource(i.InvitationId, i.Email, i.Role, i.ExpiresAt))]), model.Project.Version);
    }

    /// <summary>Invites somebody by mail; they join when they accept.</summary>
    private static async Task<IResult> CreateAsync(ProjectId id, Asked asked, JsonBody body, IMediator mediator, CollaborationView view, CancellationToken ct)
    {
        var (email, role) = (body.String("email") ?? "", body.String("role") ?? "");
        if (body.Refusal("project", RuleBrokenException.Among(() => Address(email), () => Project.DemandRole(role))) is { } refusal)
        {
            return refusal;
        }

        var invited = await mediator.Send(new InviteCollaborator(id, email, role, asked.Seen, asked.By), ct);
        var waiting = (await view.ReadAsync(id, asked.By, ct)).Invitations.FirstOrDefault(i => i.InvitationId == invited.InvitationId);
        return asked.Created(
            $"/api/projects/{id}/invitations/{invited.InvitationId}",
            waiting is null ? null : new InvitationResource(waiting.InvitationId, waiting.Email, waiting.Role, waiting.ExpiresAt),
            invited.Version);
    }

    /// <summary>Who to invite, and as what: contributor or reader.</summary>
    internal sealed record InviteBody(string Email, string Role);
}

/// <summary>People on a project and invitations that wait; invitations only for the owner.</summary>
internal sealed record CollaborationResource(IReadOnlyList<CollaboratorResource> Collaborators, IReadOnlyList<InvitationResource> Invitations);

/// <summary>One person on a project.</summary>
internal sealed record CollaboratorResource(Guid PersonId, string? Name, string Role);

/// <summary>An invitation that waits for an answer.</summary>
internal sealed record InvitationResource(Guid InvitationId, string Email, string Role, DateTimeOffset ExpiresAt);
