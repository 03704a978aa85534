using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Projects.Ownership;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>
/// Forgets a person's name and address; their projects and what they did stay, under "compte supprimé". A project they owned goes to
/// whoever has contributed to it longest, who is told: without an owner nobody could close it, tag or invite. One that nobody
/// contributes to waits for staff.
/// </summary>
internal sealed class OnPersonErased(EventStore<ProjectsModule> store, ModuleLog<ProjectsModule> log, People people, OwnershipMails mails) : IReaction<PersonErasedV1>
{
    public async Task ReactAsync(PersonErasedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version) values ($1, $2)
            on conflict (person_id) do update
            set person_version = excluded.person_version, first_name = null, last_name = null, email = null
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion);
        foreach (var id in await log.ListAsync("select project_id from project_access where person_id = $1 and role = 'owner'", r => new ProjectId(r.GetGuid(0)), ct, message.PersonId))
        {
            var project = await store.LoadAsync<Project>(id, ct);
            if (project.State.OwnerId == message.PersonId && await SuccessorAsync(project, ct) is { } next)
            {
                work.Append(project, project.State.AppointOwner(new PersonId(next.Id), AppointmentReasons.AccountDeleted, isFormerGone: true));
                await mails.AppointedAsync(work, id, project.State, next, former: null, AppointmentReasons.AccountDeleted);
            }
        }
    }

    /// <summary>Who has been on it longest of those who contribute and are still there.</summary>
    private async Task<Person?> SuccessorAsync(EventStream<Project> project, CancellationToken ct)
    {
        var known = await people.FindAsync(project.State.Collaborators.Keys, ct);
        return (await store.ReadStreamAsync(project.Id, ct)).Select(e => e.Data).OfType<CollaboratorJoined>().Select(e => e.PersonId)
            .Where(p => project.State.Collaborators.GetValueOrDefault(p) == Roles.Contributor)
            .Select(p => known.GetValueOrDefault(p)).FirstOrDefault(p => p is { Email: not null });
    }
}
