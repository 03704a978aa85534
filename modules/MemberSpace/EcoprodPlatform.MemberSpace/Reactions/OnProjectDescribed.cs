using EcoprodPlatform.MemberSpace.Mails;

namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>
/// Records the newest configuration of a project, and tells the structures whose tag had arrived before there was
/// anything to show.
/// </summary>
internal sealed class OnProjectDescribed(EventStore<MemberSpaceModule> store, TaggedMails mails) : IReaction<ProjectDescribedV1>
{
    public async Task ReactAsync(ProjectDescribedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<SharedProject>(message.ProjectId, ct);
        await mails.AppendAsync(work, project, project.State.Describe(new ProjectDescribed(
            message.ProjectVersion,
            message.OwnerId,
            message.Title,
            message.EditorialGenre,
            message.ShootingTypologies,
            message.MainDistribution,
            message.IsExercise,
            message.Currency,
            message.Budget,
            message.Episodes,
            message.DurationSeconds,
            message.ShootingFormat,
            message.StartDate,
            message.DeliveryDate,
            message.ProductionDays,
            message.LeadCountry,
            message.CoProductionCountries,
            message.ProductionCompanies,
            message.CreatedAt,
            message.ChangedAt,
            message.FinalisedOn)), ct);
    }
}
