using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Projects;

/// <summary>All that leaves Projects. Invitations stay inside; so do tags' and people's names, which other modules own.</summary>
internal static class Publications
{
    public static Messaging.Publications Create() => new Messaging.Publications()
        .Message<ProjectDescribedV1>("Projet ouvert, modifié ou clos", "Project opened, changed or closed")
        .Message<StructureTaggedV1>("Structure taguée", "Structure tagged")
        .Message<StructureUntaggedV1>("Tag retiré", "Tag removed")
        .Message<CollaboratorChangedV1>("Collaboration modifiée", "Collaboration changed")
        .Message<ProjectDeletedV1>("Projet supprimé", "Project deleted")
        .On<ProjectOpened>((services, stored, _, ct) => DescribedAsync(services, stored, ct))
        .On<ProjectConfigured>((services, stored, _, ct) => DescribedAsync(services, stored, ct))
        .On<ProjectClosed>((services, stored, _, ct) => DescribedAsync(services, stored, ct))
        .On<OwnershipTransferred>((services, stored, _, ct) => DescribedAsync(services, stored, ct))
        .On<OwnershipRoleSettled>((stored, e) => new CollaboratorChangedV1(stored.Id, stored.StreamId, stored.Version, e.PersonId, e.Role))
        .On<StructureTagged>((stored, e) => new StructureTaggedV1(
            stored.Id, stored.StreamId, stored.Version, e.TagId, e.OrganisationId, e.AddedBy ?? stored.ActorId, stored.Timestamp, e.AddedBy))
        .On<StructureUntagged>((stored, e) => new StructureUntaggedV1(
            stored.Id, stored.StreamId, stored.Version, e.TagId, e.OrganisationId, stored.Timestamp))
        .On<CollaboratorJoined>((stored, e) => new CollaboratorChangedV1(stored.Id, stored.StreamId, stored.Version, e.PersonId, e.Role))
        .On<CollaboratorRoleChanged>((stored, e) => new CollaboratorChangedV1(stored.Id, stored.StreamId, stored.Version, e.PersonId, e.Role))
        .On<CollaboratorLeft>((stored, e) => new CollaboratorChangedV1(stored.Id, stored.StreamId, stored.Version, e.PersonId, null))
        .On<ProjectDeleted>((stored, _) => new ProjectDeletedV1(stored.Id, stored.StreamId, stored.Version, stored.Timestamp));

    /// <summary>The whole project as it was at this event: a consumer that has the newest needs no other.</summary>
    private static async Task<object?> DescribedAsync(IServiceProvider services, IEvent stored, CancellationToken ct)
    {
        var store = services.GetRequiredService<EventStore<ProjectsModule>>();
        var project = (await store.LoadAsync<Project>(stored.StreamId, stored.Version, ct)).State;
        var c = project.Configuration;
        if (c.Title.Length == 0)
        {
            // Deleted before this could be told: nothing is left to tell, and the others are about to hear that.
            return null;
        }

        return new ProjectDescribedV1(
            stored.Id,
            stored.StreamId,
            stored.Version,
            project.OwnerId,
            c.Title,
            c.EditorialGenre,
            [.. c.ShootingTypologies],
            c.MainDistribution,
            c.IsExercise,
            c.Currency,
            c.Budget,
            c.Episodes,
            c.DurationSeconds,
            c.ShootingFormat,
            c.StartDate,
            c.DeliveryDate,
            c.ProductionDays,
            c.LeadCountry,
            [.. c.CoproductionCountries],
            [.. c.ProductionCompanies],
            project.OpenedAt,
            await ChangedAtAsync(store, stored, ct),
            project.FinalisedOn);
    }

    /// <summary>Another owner is no change of data: "Mis à jour le" stays what it was (PR-19).</summary>
    private static async Task<DateTimeOffset> ChangedAtAsync(EventStore<ProjectsModule> store, IEvent stored, CancellationToken ct)
        => stored.Data is not OwnershipTransferred
            ? stored.Timestamp
            : (await store.ReadStreamAsync(stored.StreamId, ct)).Last(e => e.Version < stored.Version && e.Data is ProjectOpened or ProjectConfigured or ProjectClosed).Timestamp;
}
