namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>What a producer deposits with the CNC: what is there, what is missing and where to mend it, and all files at once.</summary>
internal static class ShowDeposit
{
    public static void Map(Routes to)
    {
        to.Page(Links.Deposit, ShowAsync);
        to.Page(Links.DepositPack, DownloadAsync);
        to.Get("/api/footprints/{projectId:guid}/deposit", GetAsync, "GetDeposit");
        to.Get("/api/footprints/{projectId:guid}/deposit.zip", GetPackAsync, "GetDepositPack").Produces(StatusCodes.Status200OK, null, DepositPack.MediaType).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, DepositReader reader, CancellationToken ct)
        => Page.Of(new DepositPage { Check = await reader.ReadAsync(id, asked.By, ct) });

    private static async Task<IResult> DownloadAsync(ProjectId id, Asked asked, DepositReader reader, DepositPack pack, CancellationToken ct)
    {
        var check = await reader.ReadAsync(id, asked.By, ct);
        return TypedResults.File(await pack.MakeAsync(check, ct), DepositPack.MediaType, $"depot-cnc-{Format.Iso(check.Day!.Value)}.zip");
    }

    /// <summary>What of a project's footprint is ready to be deposited with the CNC.</summary>
    /// <remarks>A check of what the platform knows; it is no verdict of the CNC, and claims no approval that is not recorded.</remarks>
    private static async Task<DepositResource> GetAsync(ProjectId projectId, Asked asked, DepositReader reader, CancellationToken ct)
        => DepositResource.Of(await reader.ReadAsync(projectId, asked.By, ct));

    /// <summary>The files of both assessments as far as they are there (.pdf, .xlsx) with LISEZMOI.txt, in the language asked for.</summary>
    private static Task<IResult> GetPackAsync(ProjectId projectId, Asked asked, DepositReader reader, DepositPack pack, CancellationToken ct)
        => DownloadAsync(projectId, asked, reader, pack, ct);
}

/// <summary>What of a project's footprint is ready to be deposited.</summary>
/// <param name="IsComplete">Every item is met.</param>
/// <param name="Day">The day that the figures are of; null while there are none.</param>
/// <param name="Approvals">Approvals of the calculator that are recorded; empty while there is none.</param>
internal sealed record DepositResource(
    Guid ProjectId, bool IsComplete, DateOnly? Day, IReadOnlyList<DepositItemResource> Items, string PerimeterFr, string PerimeterEn, IReadOnlyList<ApprovalResource> Approvals)
{
    public static DepositResource Of(DepositCheck check) => new(
        check.Project.Id, check.IsComplete, check.Day,
        [.. check.Items.Select(i => new DepositItemResource(i.Code, i.Kind?.Code, i.IsMet, i.What.Fr, i.What.En, i.Detail.Fr, i.Detail.En))],
        FootprintWords.Perimeter.Fr, FootprintWords.Perimeter.En,
        [.. check.Approvals.Select(a => new ApprovalResource(a.Reference, a.ApprovedOn))]);
}

/// <summary>One thing that is looked at.</summary>
/// <param name="Code"><c>provisional-lines</c>, <c>-questionnaire</c>, <c>-factors</c>, the same of <c>final</c>; <c>closed</c>, <c>duration</c>, <c>budget</c>, <c>country</c>. Questionnaire and factors only where there are lines.</param>
/// <param name="Kind">The assessment it is about; null for the project.</param>
internal sealed record DepositItemResource(string Code, string? Kind, bool IsMet, string WhatFr, string WhatEn, string DetailFr, string DetailEn);

/// <summary>An approval of the calculator.</summary>
internal sealed record ApprovalResource(string Reference, DateOnly ApprovedOn);
