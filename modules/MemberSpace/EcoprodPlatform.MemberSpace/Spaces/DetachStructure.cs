using System.Globalization;
using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// An administrator takes tags of the structure off a project (MS-43, MS-57). With the last one the project leaves the
/// space in the same transaction, for good: only its creator can tag it again (MS-44, T10).
/// </summary>
internal sealed record DetachStructure(OrganisationId OrganisationId, ProjectId ProjectId, IReadOnlyList<DetachStructure.Choice> Tags, Actor By) : IRequest<bool>
{
    /// <summary>A tag to take off.</summary>
    /// <param name="Tagging">The tagging that was looked at; another one made since is not taken off unseen.</param>
    internal sealed record Choice(TagId TagId, long? Tagging);

    /// <summary>The word to type, in the person's language.</summary>
    public static readonly Text Word = new("détacher", "detach");

    internal sealed class Handler(EventStore<MemberSpaceModule> store, SpaceAccess access, TimeProvider clock) : IRequestHandler<DetachStructure, bool>
    {
        private const int Attempts = 20;

        public async Task<bool> Handle(DetachStructure command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            for (var attempt = 1; ; attempt++)
            {
                var project = await store.LoadAsync<SharedProject>(command.ProjectId, ct);
                SharedProjectEvent[] events = [.. command.Tags.SelectMany(t => project.State.Detach(command.OrganisationId, t.TagId, command.By.Id, t.Tagging))];
                try
                {
                    await store.Begin(command.By).AppendTelling(project, events, clock).SaveAsync(ct);
                    return events.Length > 0;
                }
                catch (ConcurrencyException) when (attempt < Attempts)
                {
                    // The stream moves whenever the team saves a line of its footprint, which is none of the tag's business.
                    // What was looked at is checked again on the fresh state, so no change is lost.
                }
            }
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Detach, ShowAsync);
        to.Form(Links.Detach, PostAsync);
        to.Delete("/api/member-spaces/{organisation:guid}/projects/{project:guid}/tags/{tag:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, ProjectId project, Asked asked, SpaceAccess access, EventStore<MemberSpaceModule> store, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var model = await ModelAsync(space, project, store, ct) ?? throw SharedProject.Unknown();
        return Page.Of(new DetachStructurePage { Space = space, Model = model, Form = model.Prefill() });
    }

    private static async Task<IResult> PostAsync(
        OrganisationId organisation, ProjectId project, Asked asked, PageForm form, SpaceAccess access, EventStore<MemberSpaceModule> store, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var chosen = form.Values("tag").Select(v => v.Split('@')).Where(v => v.Length == 2)
            .Select(v => new Choice(TagId.TryParse(v[0], null, out var id) ? id : default, long.TryParse(v[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0))
            .DistinctBy(c => c.TagId).ToList();
        var before = await ModelAsync(space, project, store, ct);
        if (before is null && chosen.Count > 0 && (await store.LoadAsync<SharedProject>(project, ct)).State.Tags.Values.Any(t => t.OrganisationId == organisation))
        {
            // Sent twice: the first one did it.
            return Page.Redirect(MemberSpaceLinks.Projects(organisation), Flash.Done("Votre structure est détachée de ce projet.", "Your structure is detached from this project."));
        }

        var model = before ?? throw SharedProject.Unknown();
        if (chosen.Count == 0)
        {
            form.Add("tag", new Text("Choisissez au moins un tag à détacher.", "Choose at least one tag to detach."));
        }

        var typed = Folded.Of(form[ConfirmForm.WordField] ?? "");
        if (typed != Folded.Of(Word.Fr) && typed != Folded.Of(Word.En))
        {
            form.Add(ConfirmForm.WordField, new Text($"Pour confirmer, écrivez « {Word.Fr} ».", $"To confirm, type “{Word.En}”."));
        }

        var done = await form.TryAsync(() => mediator.Send(new DetachStructure(organisation, project, chosen, asked.By), ct));
        var after = await ModelAsync(space, project, store, ct);
        if (!done)
        {
            return after is null
                ? Page.Redirect(MemberSpaceLinks.Projects(organisation))
                : Page.Of(new DetachStructurePage { Space = space, Model = after, Form = form }, form.Status);
        }

        return after is null
            ? Page.Redirect(MemberSpaceLinks.Projects(organisation), new Flash(new Text(
                $"Votre structure est détachée de « {model.Title} » : le projet a quitté votre espace.",
                $"Your structure is detached from “{model.Title}”: the project has left your space.")))
            : Page.Redirect(MemberSpaceLinks.Project(organisation, project), Flash.Done("Tag détaché. Le projet reste dans votre espace par un autre tag.", "Tag detached. The project stays in your space by another tag."));
    }

    /// <summary>Detaches the structure's tag from the project. If-Match may hold the tagging's version.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId organisation, ProjectId project, TagId tag, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new DetachStructure(organisation, project, [new Choice(tag, asked.Seen)], asked.By), ct);
        return TypedResults.NoContent();
    }

    /// <summary>The project with the structure's tags on it; null when the space does not show it.</summary>
    private static async Task<DetachModel?> ModelAsync(SpaceView space, ProjectId projectId, EventStore<MemberSpaceModule> store, CancellationToken ct)
    {
        var project = (await store.LoadAsync<SharedProject>(projectId, ct)).State;
        var own = project.Tags.Values.Where(t => t.IsOn && t.OrganisationId == space.Id)
            .Select(t => new OwnTag(t.TagId, space.Tags.FirstOrDefault(s => s.Id == t.TagId)?.Name ?? "?", t.SourceVersion))
            .OrderBy(t => t.Name, StringComparer.CurrentCulture).ToList();
        return project.IsShowable && own.Count > 0 ? new DetachModel(projectId, project.Description!.Title, own) : null;
    }
}

/// <summary>A shared project with the structure's own tags on it.</summary>
public sealed record DetachModel(Guid ProjectId, string Title, IReadOnlyList<OwnTag> Tags)
{
    /// <summary>With one tag there is nothing to choose.</summary>
    internal PageForm Prefill() => Tags.Count == 1 ? new PageForm { ["tag"] = Tags[0].Value } : new PageForm();
}

/// <summary>A tag on the project, as it was put on.</summary>
/// <param name="Tagging">Which tagging it is, so that a later one is not taken off unseen.</param>
public sealed record OwnTag(Guid Id, string Name, long Tagging)
{
    internal string Value => $"{Id}@{Tagging}";
}
