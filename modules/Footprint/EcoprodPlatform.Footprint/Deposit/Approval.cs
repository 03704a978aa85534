namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>An approval of the calculator, as staff recorded it (T11). There is none until somebody does.</summary>
/// <param name="Reference">As the decision is quoted, with the body that took it; data, never markup.</param>
public sealed record Approval(Guid Id, string Reference, DateOnly ApprovedOn, DateTimeOffset RecordedAt, Guid RecordedBy)
{
    /// <summary>What a deposit says of the approvals: what is recorded, and nothing else.</summary>
    public static Text Sentence(IReadOnlyCollection<Approval> approvals) => approvals.Count == 0
        ? new(
            "Aucune approbation n’est enregistrée : avant le dépôt, vérifiez auprès du CNC que ce calculateur est accepté.",
            "No approval is recorded: before the deposit, check with the CNC that this calculator is accepted.")
        : new(
            $"Approbation enregistrée par l’équipe : {string.Join(" ; ", approvals.Select(a => $"{a.Reference}, {Format.Date(a.ApprovedOn, Languages.French)}"))}.",
            $"Approval recorded by the team: {string.Join("; ", approvals.Select(a => $"{a.Reference}, {Format.Date(a.ApprovedOn, Languages.English)}"))}.");
}

/// <summary>Reads the approvals that stand.</summary>
internal sealed class Approvals(ModuleLog<FootprintModule> log)
{
    /// <summary>Oldest first.</summary>
    public Task<IReadOnlyList<Approval>> ListAsync(CancellationToken ct) => log.ListAsync(
        "select id, reference, approved_on, recorded_at, recorded_by from approval where withdrawn_at is null order by approved_on, reference",
        r => new Approval(r.GetGuid(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.GetFieldValue<DateTimeOffset>(3), r.GetGuid(4)),
        ct);

    /// <exception cref="RuleBrokenException"><c>footprint.unknown-approval</c>: not there, or withdrawn.</exception>
    public async Task<Approval> GetAsync(ApprovalId id, CancellationToken ct)
        => (await ListAsync(ct)).FirstOrDefault(a => a.Id == id.Value) ?? throw RuleBrokenException.NotFound("footprint.unknown-approval", new(
            "Cette approbation n’est pas, ou n’est plus, enregistrée.", "This approval is not recorded, or no longer."));
}
