namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Reads an assessment with its result, or one of its lines, by program.</summary>
internal static class ReadAssessment
{
    public static void Map(Routes to)
    {
        to.Get("/api/footprints/{projectId:guid}/{kind}", GetAsync, "GetAssessment");
        to.Get("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}", GetLineAsync, "GetLine");
    }

    /// <summary>An assessment with its lines and its result. One that nobody has touched is empty, at version 0.</summary>
    private static async Task<AssessmentResource> GetAsync(ProjectId projectId, string kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var project = await access.ReadAsync(projectId, asked.By, ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        return asked.Versioned(await AssessmentResource.OfAsync(project, sheet, factors, ct), sheet.Version);
    }

    /// <summary>One activity line; its ETag is what a change of it must carry in If-Match.</summary>
    private static async Task<LineResource> GetLineAsync(
        ProjectId projectId, string kind, LineId lineId, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, asked.By, ct);
        var line = (await sheets.GetAsync(projectId, of, ct)).Find(lineId) ?? throw Assessment.UnknownLine();
        return asked.Versioned(await LineResource.OfAsync(line, factors, ct), line.Version);
    }
}
