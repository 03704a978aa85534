namespace EcoprodPlatform.Projects.Ownership;

/// <summary>The owner takes back the offer to hand the project over.</summary>
internal sealed record WithdrawOwnershipOffer(ProjectId ProjectId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<WithdrawOwnershipOffer, long>
    {
        public Task<long> Handle(WithdrawOwnershipOffer command, CancellationToken ct)
            => store.ActAsync(command.ProjectId, command.Seen, command.By, p => p.WithdrawOffer(command.By.Id), ct);
    }

    public static void Map(Routes to)
    {
        // The button stands on the page of the offer; whoever opens the address itself is sent there.
        to.Page(Links.WithdrawOffer, (ProjectId id) => Page.Redirect(Links.HandOver(id)));
        to.Form(Links.WithdrawOffer, PostAsync);
        to.Delete("/api/projects/{id:guid}/ownership-offer", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, OwnershipView view, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new WithdrawOwnershipOffer(id, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Proposition retirée.", "Offer withdrawn."));
        }

        var model = await view.ReadAsync(id, asked.By, ct);
        form.ShownAt(model.Project.Version);
        return Page.Of(new HandOverPage { Model = model, Form = form }, form.Status);
    }

    /// <summary>Takes the offer of the project back.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId id, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new WithdrawOwnershipOffer(id, asked.Seen, asked.By), ct));
}
