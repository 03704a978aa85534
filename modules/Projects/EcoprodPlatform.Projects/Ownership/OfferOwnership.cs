namespace EcoprodPlatform.Projects.Ownership;

/// <summary>The owner offers the project to a contributor, who is told by mail; until they accept, the owner stays.</summary>
internal sealed record OfferOwnership(ProjectId ProjectId, PersonId PersonId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, OwnershipMails mails) : IRequestHandler<OfferOwnership, long>
    {
        public async Task<long> Handle(OfferOwnership command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var events = project.State.OfferOwnership(command.By.Id, command.PersonId);
            project.Expect(command.Seen);
            if (events.Length > 0)
            {
                var work = store.Begin(command.By).Append(project, events);
                await mails.OfferAsync(work, command.ProjectId, project.State, command.PersonId, ct);
                await work.SaveAsync(ct);
            }

            return project.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.HandOver, ShowAsync);
        to.Form(Links.HandOver, PostAsync);
        to.Post("/api/projects/{id:guid}/ownership-offer", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, CancellationToken ct)
    {
        var model = await view.ReadAsync(id, asked.By, ct);
        model.Project.Demand(ProjectAct.HandOver);
        form.ShownAt(model.Project.Version);
        return Page.Of(new HandOverPage { Model = model, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, IMediator mediator, CancellationToken ct)
    {
        var person = new PersonId(form.Id("personId") ?? Guid.Empty);
        return await form.TryAsync(() => mediator.Send(new OfferOwnership(id, person, form.Version(), asked.By), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Proposition envoyée. Vous restez propriétaire jusqu’à la réponse.", "Offer sent. You stay the owner until the answer."))
            : await ShowAsync(id, asked, form, view, ct);
    }

    /// <summary>Offers the project to one of its contributors, who accepts or declines.</summary>
    private static async Task<NoContent> CreateAsync(ProjectId id, OfferBody body, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new OfferOwnership(id, new PersonId(body.PersonId), asked.Seen, asked.By), ct));

    /// <summary>The contributor.</summary>
    internal sealed record OfferBody(Guid PersonId);
}
