namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>Records that a public body has approved the calculator. For staff; recorded twice, it is one.</summary>
internal sealed record RecordApproval(string Reference, DateOnly ApprovedOn, Actor By) : IRequest<bool>
{
    public const int LongestReference = 200;

    public static readonly Text ReferenceLabel = new("Organisme et référence de la décision", "Body and reference of the decision");
    public static readonly Text DayLabel = new("Date de la décision", "Date of the decision");

    internal sealed class Handler(EventStore<FootprintModule> store, IdSource ids, TimeProvider clock) : IRequestHandler<RecordApproval, bool>
    {
        public async Task<bool> Handle(RecordApproval command, CancellationToken ct)
        {
            var reference = PlainText.Tidy(command.Reference);
            if (PlainText.Fault(reference, LongestReference) is { } fault)
            {
                throw new RuleBrokenException("footprint.approval-reference", new($"{ReferenceLabel.Fr} : {fault.Fr}.", $"{ReferenceLabel.En}: {fault.En}."), field: "reference");
            }

            if (command.ApprovedOn > Format.Day(clock.GetUtcNow()))
            {
                throw new RuleBrokenException("footprint.approval-to-come", new(
                    "La décision est datée d’un jour à venir : n’enregistrez que ce qui est acquis.", "The decision is dated in the future: record only what is settled."), field: "approvedOn");
            }

            await store.Begin(command.By)
                .Also(
                    "insert into approval (id, reference, approved_on, recorded_at, recorded_by) values ($1, $2, $3, $4, $5) on conflict do nothing",
                    ids.NewId(), reference, command.ApprovedOn, clock.GetUtcNow(), command.By.Id)
                .SaveAsync(ct);
            return true;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(FootprintLinks.Approvals, ShowAsync);
        to.Staff.Form(FootprintLinks.Approvals, PostAsync);
        to.Staff.Get("/api/approvals", GetAsync, "GetApprovals");
        to.Staff.Post("/api/approvals", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(Asked asked, PageForm form, Approvals approvals, CancellationToken ct)
        => Page.Of(new ApprovalsPage { All = await approvals.ListAsync(ct), By = asked.By.Id, Form = form }, form.Status);

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, Approvals approvals, IMediator mediator, CancellationToken ct)
    {
        var reference = form.Required("reference", ReferenceLabel, LongestReference);
        var on = form.Date("approvedOn", DayLabel, required: true);
        return form.IsValid && await form.TryAsync(() => mediator.Send(new RecordApproval(reference, on!.Value, asked.By), ct))
            ? Page.Redirect(FootprintLinks.Approvals, Flash.Done("Approbation enregistrée : les dépôts la citent.", "Approval recorded: deposits quote it."))
            : await ShowAsync(asked, form, approvals, ct);
    }

    /// <summary>The approvals of the calculator that are recorded, oldest first; empty while there is none. For staff.</summary>
    private static Task<IReadOnlyList<Approval>> GetAsync(Approvals approvals, CancellationToken ct) => approvals.ListAsync(ct);

    /// <summary>Records an approval and answers all of them. For staff.</summary>
    private static async Task<IReadOnlyList<Approval>> CreateAsync(ApprovalBody body, Asked asked, Approvals approvals, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RecordApproval(body.Reference, body.ApprovedOn, asked.By), ct);
        return await approvals.ListAsync(ct);
    }

    /// <summary>An approval as it is sent.</summary>
    /// <param name="Reference">The body and the reference of its decision.</param>
    /// <param name="ApprovedOn">The day of the decision, not to come.</param>
    internal sealed record ApprovalBody(string Reference, DateOnly ApprovedOn);
}
