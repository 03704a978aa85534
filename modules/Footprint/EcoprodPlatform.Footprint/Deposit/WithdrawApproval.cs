namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>Takes an approval back: deposits no longer quote it. That it was recorded, and by whom, stays in its row.</summary>
internal sealed record WithdrawApproval(ApprovalId Id, Actor By) : IRequest<bool>
{
    internal sealed class Handler(EventStore<FootprintModule> store, Approvals approvals, TimeProvider clock) : IRequestHandler<WithdrawApproval, bool>
    {
        public async Task<bool> Handle(WithdrawApproval command, CancellationToken ct)
        {
            await approvals.GetAsync(command.Id, ct);
            await store.Begin(command.By)
                .Also("update approval set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and withdrawn_at is null", command.Id, clock.GetUtcNow(), command.By.Id)
                .SaveAsync(ct);
            return true;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.WithdrawApproval, ShowAsync);
        to.Staff.Form(Links.WithdrawApproval, PostAsync);
        to.Staff.Delete("/api/approvals/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ApprovalId id, PageForm form, Approvals approvals, CancellationToken ct)
        => Page.Of(new WithdrawApprovalPage { Approval = await approvals.GetAsync(id, ct), Form = form }, form.Status);

    private static async Task<IResult> PostAsync(ApprovalId id, Asked asked, PageForm form, Approvals approvals, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new WithdrawApproval(id, asked.By), ct))
            ? Page.Redirect(FootprintLinks.Approvals, Flash.Done("Approbation retirée : les dépôts ne la citent plus.", "Approval withdrawn: deposits no longer quote it."))
            : await ShowAsync(id, form, approvals, ct);

    /// <summary>Withdraws an approval. For staff.</summary>
    private static async Task<NoContent> DeleteAsync(ApprovalId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new WithdrawApproval(id, asked.By), ct);
        return TypedResults.NoContent();
    }
}
