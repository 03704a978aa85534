using Microsoft.AspNetCore.Mvc;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The filters of a space, as they stand in an address: every one restricts (AND), the values of one widen (OR). The
/// same for dashboard, list and API (MS-31).
/// </summary>
/// <param name="Tag">Ids of own tags.</param>
/// <param name="Status"><c>open</c>, <c>closed</c>.</param>
/// <param name="Assessment"><c>provisional</c>, <c>final</c>: chooses which assessment feeds the figures (T7).</param>
/// <param name="Genre">Codes of editorial genres.</param>
/// <param name="Budget">Codes of budget brackets: <c>from-</c> and the lower bound in euros, <c>other-currency</c>, <c>not-stated</c>.</param>
/// <param name="Duration">Codes of duration brackets: <c>from-</c> and the lower bound in minutes of the work, <c>not-stated</c>.</param>
/// <param name="Typology">Codes of shooting typologies, <c>not-stated</c> for projects without one.</param>
/// <param name="FinalisedFrom">First day of finalisation, <c>yyyy-MM-dd</c>.</param>
/// <param name="FinalisedTo">Last day of finalisation, <c>yyyy-MM-dd</c>.</param>
/// <param name="Post">Codes of emission posts: projects whose counted assessment emits in one of them.</param>
/// <param name="Department">Codes of departments: projects whose counted assessment emits in one of them.</param>
internal sealed record FilterQuery(
    [FromQuery(Name = "tag")] string[]? Tag = null,
    [FromQuery(Name = "status")] string[]? Status = null,
    [FromQuery(Name = "assessment")] string[]? Assessment = null,
    [FromQuery(Name = "genre")] string[]? Genre = null,
    [FromQuery(Name = "finalisedFrom")] string? FinalisedFrom = null,
    [FromQuery(Name = "finalisedTo")] string? FinalisedTo = null,
    [FromQuery(Name = "post")] string[]? Post = null,
    [FromQuery(Name = "department")] string[]? Department = null,
    [FromQuery(Name = "budget")] string[]? Budget = null,
    [FromQuery(Name = "duration")] string[]? Duration = null,
    [FromQuery(Name = "typology")] string[]? Typology = null)
{
    public const string TagField = "tag";
    public const string StatusField = "statut";
    public const string AssessmentField = "bilan";
    public const string GenreField = "genre";
    public const string FromField = "du";
    public const string ToField = "au";
    public const string PostField = "poste";
    public const string DepartmentField = "departement";
    public const string BudgetField = "budget";
    public const string DurationField = "duree";
    public const string TypologyField = "typologie";

    /// <summary>The parameters of the pages' addresses that are filters: what a reset removes.</summary>
    public static readonly IReadOnlyList<string> Fields = [TagField, StatusField, AssessmentField, GenreField, FromField, ToField, PostField, DepartmentField, BudgetField, DurationField, TypologyField];

    /// <summary>Written by a person: days may be day/month/year.</summary>
    internal bool IsPage { get; private init; }

    /// <summary>The same filters under the pages' own names.</summary>
    public static FilterQuery OfPage(HttpContext http)
    {
        var query = http.Request.Query;
        return new FilterQuery(
            query[TagField]!, query[StatusField]!, query[AssessmentField]!, query[GenreField]!, query[FromField], query[ToField], query[PostField]!, query[DepartmentField]!, query[BudgetField]!, query[DurationField]!, query[TypologyField]!) { IsPage = true };
    }
}
