namespace EcoprodPlatform.Projects.Ownership;

/// <summary>The contributor to whom the project is offered accepts, and swaps roles with the owner, or declines.</summary>
internal sealed record AnswerOwnershipOffer(ProjectId ProjectId, bool IsAccepted, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<AnswerOwnershipOffer, long>
    {
        public Task<long> Handle(AnswerOwnershipOffer command, CancellationToken ct)
            => store.ActAsync(command.ProjectId, command.Seen, command.By, p => p.AnswerOffer(command.By.Id, command.IsAccepted), ct);
    }

    /// <summary>Name of the two buttons.</summary>
    public const string Answer = "answer";

    public const string Accept = "accept";

    public static void Map(Routes to)
    {
        to.Page(Links.AnswerOffer, ShowAsync);
        to.Form(Links.AnswerOffer, PostAsync);
        to.Post("/api/projects/{id:guid}/ownership-offer/answer", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, EventStore<ProjectsModule> store, CancellationToken ct)
    {
        // The same decision as on sending: an offer that is gone is told before the question is asked.
        (await store.LoadForAsync(id, asked.By, ct)).State.AnswerOffer(asked.By.Id, isAccepted: false);
        var model = await view.ReadAsync(id, asked.By, ct);
        form.ShownAt(model.Project.Version);
        return Page.Of(new AnswerOfferPage { Model = model, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, EventStore<ProjectsModule> store, IMediator mediator, CancellationToken ct)
    {
        var isAccepted = form.Value(Answer) == Accept;
        return !await form.TryAsync(() => mediator.Send(new AnswerOwnershipOffer(id, isAccepted, form.Version(), asked.By), ct))
            ? await ShowAsync(id, asked, form, view, store, ct)
            : Page.Redirect(ProjectLinks.Collaboration(id), isAccepted
                ? Flash.Done("Vous êtes maintenant propriétaire de ce projet.", "You are now the owner of this project.")
                : Flash.Done("Proposition déclinée : rien n’a changé.", "Offer declined: nothing has changed."));
    }

    /// <summary>Accepts or declines the offer of the project.</summary>
    private static async Task<NoContent> CreateAsync(ProjectId id, AnswerBody body, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new AnswerOwnershipOffer(id, body.IsAccepted, asked.Seen, asked.By), ct));

    internal sealed record AnswerBody(bool IsAccepted);
}
