namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// An administrator puts another of the structure's own tags on a project that one of them is on (MS-45, T5). The space has it at once;
/// Projects takes it up, and its creator may take it off like any other.
/// </summary>
internal sealed record AddOwnTag(OrganisationId OrganisationId, ProjectId ProjectId, TagId TagId, Actor By) : IRequest<SpaceTag>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, SpaceAccess access, TimeProvider clock) : IRequestHandler<AddOwnTag, SpaceTag>
    {
        private const int Attempts = 20;

        public async Task<SpaceTag> Handle(AddOwnTag command, CancellationToken ct)
        {
            var space = await access.DemandAsync(command.OrganisationId, command.By, ct);
            space.DemandWritable();
            for (var attempt = 1; ; attempt++)
            {
                var project = await store.LoadAsync<SharedProject>(command.ProjectId, ct);
                var events = project.State.AddTag(command.OrganisationId, command.TagId, command.By.Id, clock.GetUtcNow()).ToList();
                var tag = space.Tags.FirstOrDefault(t => t.Id == command.TagId && !t.IsRetired)
                    ?? throw RuleBrokenException.NotFound("tag.unknown", new Text("Ce tag n’est pas, ou n’est plus, l’un de ceux de votre structure.", "This tag is not, or no longer, one of your structure’s."));
                try
                {
                    await store.Begin(command.By).AppendTelling(project, events, clock).SaveAsync(ct);
                    return tag;
                }
                catch (ConcurrencyException) when (attempt < Attempts)
                {
                    // The team saved a line meanwhile, which is none of the tag's business.
                }
            }
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.AddTag, PostAsync);
        to.Page(Links.AddTag, (OrganisationId organisation, ProjectId project) => Page.Redirect(Links.Detach(organisation, project)));
        to.Put("/api/member-spaces/{organisation:guid}/projects/{project:guid}/tags/{tag:guid}", PutAsync);
    }

    private static async Task<IResult> PostAsync(
        OrganisationId organisation, ProjectId project, Asked asked, PageForm form, SpaceAccess access, EventStore<MemberSpaceModule> store, IMediator mediator, CancellationToken ct)
    {
        SpaceTag? added = null;
        if (await form.TryAsync(async () => added = await mediator.Send(new AddOwnTag(organisation, project, new TagId(form.Id("tag") ?? Guid.Empty), asked.By), ct)))
        {
            return Page.Redirect(Links.Detach(organisation, project), new Flash(new Text($"« {added!.Name} » est sur ce projet.", $"“{added.Name}” is on this project.")));
        }

        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(new DetachStructurePage { Space = space, Model = await DetachStructure.ModelAsync(space, project, store, ct) ?? throw SharedProject.Unknown(), Form = form }, form.Status);
    }

    /// <summary>Puts another of the structure's own tags on a project of the space. Put twice, it is there once.</summary>
    private static async Task<NoContent> PutAsync(OrganisationId organisation, ProjectId project, TagId tag, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new AddOwnTag(organisation, project, tag, asked.By), ct);
        return TypedResults.NoContent();
    }
}
