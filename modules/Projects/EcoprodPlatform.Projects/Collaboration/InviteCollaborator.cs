using System.Globalization;
using System.Net.Mail;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Invites somebody to a project by mail, as contributor or reader. One invitation per address; valid 14 days.</summary>
internal sealed record InviteCollaborator(Guid ProjectId, string Email, string Role, long? ExpectedVersion, Actor Actor) : IRequest<InviteCollaborator.Invited>
{
    internal sealed record Invited(Guid InvitationId, long Version);

    internal sealed class Handler(
        EventStore<ProjectsModule> store, InvitationAddresses addresses, InvitationMails mails, People people, IdSource ids, TimeProvider clock)
        : IRequestHandler<InviteCollaborator, Invited>
    {
        public async Task<Invited> Handle(InviteCollaborator request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            var id = ids.NewId();
            var events = project.State.Invite(request.Actor.Id, id, request.Role, clock.GetUtcNow());
            var email = Address(request.Email);
            var known = await people.FindByEmailAsync(email, cancellationToken);
            if (known is not null && project.State.RoleOf(known.Id) is not null)
            {
                throw RuleBrokenException.Conflict("project.already-collaborator", new Text(
                    $"{email} participe déjà au projet.", $"{email} is on the project already."));
            }

            var open = await addresses.OfProjectAsync(project.Id, cancellationToken);
            if (open.Values.Any(a => string.Equals(a.Email, email, StringComparison.OrdinalIgnoreCase)))
            {
                throw AlreadyInvited(email);
            }

            project.Expect(request.ExpectedVersion);
            var key = InvitationKey.New();
            var language = known?.Language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            var address = new InvitationAddress(id, email, language, InvitationKey.Hash(key));
            var work = store.Begin(request.Actor).Append(project, events).Also(
                "insert into invitations (invitation_id, project_id, email, language, key_hash) values ($1, $2, $3, $4, $5)",
                id,
                project.Id,
                email,
                language,
                address.KeyHash);
            await mails.AddAsync(work, project.Id, project.State, address, request.Role, key, clock.GetUtcNow() + Project.InvitationValidity, cancellationToken);
            try
            {
                await work.SaveAsync(cancellationToken);
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

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}/collaboration", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/projets/{id:guid}/collaboration", PostAsync).RequireAuthorization(Policies.SignedIn);
        var api = endpoints.MapApi("/projects");
        api.MapGet("/{id:guid}/collaborators", GetAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("GetCollaborators").Produces<CollaborationResource>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/{id:guid}/collaborators", CreateAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("InviteCollaborator")
            .Accepts<InviteBody>("application/json")
            .Produces<InvitationResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext http, CollaborationView view, CancellationToken ct)
        => Page.Of<CollaborationPage>(new { Model = await view.ReadAsync(id, http.Actor(), ct) });

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, CollaborationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var email = form.Value("email") ?? "";
        if (await form.TryAsync(() => mediator.Send(new InviteCollaborator(id, email, form.Value("role") ?? "", form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(ProjectLinks.Collaboration(id), new Flash(new Text(
                $"Invitation envoyée à {email.Trim()}, valable 14 jours.", $"Invitation sent to {email.Trim()}, valid for 14 days.")));
        }

        return Page.Of<CollaborationPage>(new { Model = await view.ReadAsync(id, http.Actor(), ct, invite: form) }, form.Status);
    }

    /// <summary>People on the project, and the invitations that wait.</summary>
    private static async Task<IResult> GetAsync(Guid id, HttpContext http, CollaborationView view, CancellationToken ct)
    {
        var model = await view.ReadAsync(id, http.Actor(), ct);
        http.ETag(model.Project.Version);
        return Results.Ok(new CollaborationResource(
            [.. model.People.Select(p => new CollaboratorResource(p.PersonId, p.IsErased ? null : p.Name, p.Role))],
            [.. model.Invitations.Select(i => new InvitationResource(i.InvitationId, i.Email, i.Role, i.ExpiresAt))]));
    }

    /// <summary>Invites somebody by mail; they join when they accept.</summary>
    private static async Task<IResult> CreateAsync(Guid id, HttpContext http, IMediator mediator, CollaborationView view, CancellationToken ct)
    {
        var body = await JsonBody.ReadAsync(http);
        var (email, role) = (body.String("email") ?? "", body.String("role") ?? "");
        if (body.Refusal([]) is { } refusal)
        {
            return refusal;
        }

        var invited = await mediator.Send(new InviteCollaborator(id, email, role, http.IfMatch(), http.Actor()), ct);
        http.ETag(invited.Version);
        var waiting = (await view.ReadAsync(id, http.Actor(), ct)).Invitations.FirstOrDefault(i => i.InvitationId == invited.InvitationId);
        return Results.Created(
            $"/api/projects/{id}/invitations/{invited.InvitationId}",
            waiting is null ? null : new InvitationResource(waiting.InvitationId, waiting.Email, waiting.Role, waiting.ExpiresAt));
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
