using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Footprint.Comments;
using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Footprint.DepartmentLinks;
using EcoprodPlatform.Footprint.Deposit;
using EcoprodPlatform.Footprint.Entry;
using EcoprodPlatform.Footprint.Favourites;
using EcoprodPlatform.Footprint.Reactions;
using EcoprodPlatform.Footprint.Reports;
using EcoprodPlatform.Footprint.Reuse;
using EcoprodPlatform.Footprint.Scenarios;
using EcoprodPlatform.Footprint.Todo;
using EcoprodPlatform.Footprint.Undo;
using EcoprodPlatform.Footprint.Upgrades;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Web.Lists;
using EcoprodPlatform.Web.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Footprint;

/// <summary>
/// Carbon footprints: the factor catalogue, the provisional and the final assessment of each project, their results.
/// </summary>
public sealed class FootprintModule : IEcoprodModule
{
    public const string Schema = "footprint";

    public string Name => "Footprint";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<FootprintModule, IFootprintStore>(context.ConnectionString, Log);
        services.AddPublications<FootprintModule>(Publications.All);
        services.AddPublications<FootprintModule>(LinePublications.All);
        services.AddReaction<FootprintModule, ProjectDescribedV1, OnProjectDescribed>(Schema);
        services.AddReaction<FootprintModule, CollaboratorChangedV1, OnCollaboratorChanged>(Schema);
        services.AddReaction<FootprintModule, ProjectDeletedV1, OnProjectDeleted>(Schema);
        services.AddReaction<FootprintModule, PersonErasedV1, OnPersonErased>(Schema);
        services.AddRouteWord<AssessmentKind>();
        services.AddSingleton(FactorFile.Embedded());
        services.AddSingleton<FactorCatalogue>();
        services.AddSingleton(_ => FossilFile.Embedded());
        services.AddSingleton(_ => ContrailFile.Embedded());
        services.AddSingleton(EquipmentFile.Embedded());
        services.AddSingleton(RouteFile.Embedded());
        services.AddSingleton(CityFile.Embedded());
        services.AddSingleton<NamedPlaces>();
        services.AddSingleton<TripReader>();
        services.AddSingleton<QuestionTrip>();
        services.AddSingleton<QuantityHelp>();
        services.AddSingleton<UpgradeReader>();
        services.AddSingleton<OwnFactorList>();
        services.AddSingleton<CatalogueEffectReader>();
        services.AddJob<CatalogueEffect>(CatalogueEffect.Job, CatalogueEffect.Words, "51 2 * * *", TimeZoneInfo.Utc);
        services.AddSingleton<FavouriteFactors>();
        services.AddSingleton<UndoReader>();
        services.AddSingleton<DuplicatePages>();
        services.AddSingleton<TakeOverPlanner>();
        services.AddSingleton<TakeOverSources>();
        services.AddJob<ForgetRemovedEvidence>("footprint:forget-removed", ForgetRemovedEvidence.Words, "23 * * * *", TimeZoneInfo.Utc);
        services.AddSingleton<FactorList>();
        services.AddSingleton<FactorHistory>();
        services.AddSingleton<AssessmentSheets>();
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<IProjectBelongings, FootprintBelongings>();
        services.AddSingleton<DataEntry>();
        services.AddSingleton(new ProjectTab(3, new("Données prévisionnelles", "Provisional data"), FootprintLinks.Provisional));
        services.AddSingleton(new ProjectTab(4, new("Données définitives", "Final data"), FootprintLinks.Final));
        services.AddSingleton(new ProjectTab(5, new("Résultats", "Results"), FootprintLinks.Results) { Also = [Links.Advice, Links.Deposit] });
        services.AddSingleton(new ProjectTab(6, new("Scénarios", "Scenarios"), Links.Scenarios) { Also = [Links.ScenarioData] });
        services.AddSingleton<EvidenceFiles>();
        services.AddSingleton<LineComments>();
        services.AddSingleton<CurrentElements>();
        services.AddSingleton<EvidencePages>();
        services.AddSingleton<QuestionnaireShelf>();
        services.AddSingleton<AnswerSheets>();
        services.AddSingleton<Authors>();
        services.AddSingleton<AnswerReader>();
        services.AddSingleton<AdviceShelf>();
        services.AddSingleton<DepartmentLinkList>();
        services.AddSingleton<ReportReader>();
        services.AddSingleton<ReportPrinter>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<DepositReader>();
        services.AddSingleton<DepositPack>();
        services.AddSingleton<DoubleCount>();
        services.AddSingleton<RowMatcher>();
        services.AddSingleton<EntrySheet>();
        services.AddScoped<ImportLines>();
        services.AddSingleton<BaseCarboneImports>();
        services.AddHandlers(typeof(FootprintModule).Assembly);
        services.AddSingleton<IStartupTask, LoadCatalogueAtStart>();
        services.AddSingleton<IStartupTask, QuestionnaireCheckAtStart>();
        services.AddSingleton<IStartupTask, AdviceCheckAtStart>();
    }

    public void MapEndpoints(Routes to)
    {
        BrowseFactors.Map(to);
        FactorHistory.Map(to);
        AddOwnFactor.Map(to);
        ChangeOwnFactor.Map(to);
        RetireOwnFactor.Map(to);
        DataEntry.Map(to);
        ShowResults.Map(to);
        ShowVariance.Map(to);
        ShowAdvice.Map(to);
        ReadAssessment.Map(to);
        AddLine.Map(to);
        ChangeLine.Map(to);
        RemoveLine.Map(to);
        ReplaceLines.Map(to);
        StartFromProvisional.Map(to);
        TakeElement.Map(to);
        TakeOverFactors.Map(to);
        CommentLine.Map(to);
        RemoveComment.Map(to);
        ShowTodo.Map(to);
        EnterLines.Map(to);
        PasteLines.Map(to);
        ImportLines.Map(to);
        UndoEdit.Map(to);
        DuplicateLines.Map(to);
        TakeOver.Map(to);
        MarkFavourite.Map(to);
        UpgradeFactors.Map(to);
        ShowCatalogueEffect.Map(to);
        StartScenario.Map(to);
        RenameScenario.Map(to);
        RemoveScenario.Map(to);
        ReadEvidence.Map(to);
        AttachEvidence.Map(to);
        ReuseEvidence.Map(to);
        DetachEvidence.Map(to);
        ShowQuestionnaire.Map(to);
        AnswerQuestions.Map(to);
        AnswerSection.Map(to);
        SwitchSection.Map(to);
        DownloadReport.Map(to);
        ShowDeposit.Map(to);
        RecordApproval.Map(to);
        WithdrawApproval.Map(to);
        OpenDepartmentLink.Map(to);
        EndDepartmentLink.Map(to);
        FillDepartment.Map(to);
        UploadBaseCarbone.Map(to);
        ReadBaseCarbone.Map(to);
        ConfirmBaseCarbone.Map(to);
        CancelBaseCarbone.Map(to);
    }

    internal static LogDefinition Log { get; } = new(Schema, FootprintEvents.Map, [new AssessmentSheetProjection(), new LineEvidenceProjection()], typeof(FootprintModule).Assembly, KeptStates.Keep<Assessment>);
}
