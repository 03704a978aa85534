using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// People who shall administer a space and had no account when that was decided (MS-15). They enter when an account confirms their
/// address: told by <c>PersonKnownV1</c>, and looked after by this job, for an address that was confirmed while the decision was taken.
/// </summary>
internal sealed class Invitations(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log) : IJob
{
    public static void Write(UnitOfWork work, Guid id, Guid organisation, string firstName, string lastName, string email, DateTimeOffset at) => work.Also(
        "insert into administrator_invitations (invitation_id, organisation_id, first_name, last_name, email, invited_at) values ($1, $2, $3, $4, $5, $6)",
        id, organisation, firstName, lastName, email, at);

    /// <summary>Those of a space that is deleted.</summary>
    public void Forget(UnitOfWork work, OrganisationId organisation) => work.Also("delete from administrator_invitations where organisation_id = $1", organisation);

    public async Task RunAsync(CancellationToken ct)
    {
        var due = await log.ListAsync(
            "select p.person_id, p.email from administrator_invitations i join people p on lower(p.email) = lower(i.email)",
            r => (Person: new PersonId(r.GetGuid(0)), Email: r.GetString(1)),
            ct);
        foreach (var (person, email) in due.Distinct())
        {
            var work = store.Begin(Actor.System);
            await TakeUpAsync(work, person, email, ct);
            try
            {
                await work.SaveAsync(ct);
            }
            catch (ConcurrencyException)
            {
                // Somebody works on that structure: the next run sees what they made of it.
            }
        }
    }

    /// <summary>Adds to the work all that an account with this confirmed address was invited to.</summary>
    public async Task TakeUpAsync(UnitOfWork work, PersonId person, string email, CancellationToken ct)
    {
        var open = await log.ListAsync(
            "select invitation_id, organisation_id from administrator_invitations where lower(email) = lower($1) order by organisation_id",
            r => (Id: new InvitationId(r.GetGuid(0)), Organisation: r.GetGuid(1)),
            ct,
            email);
        foreach (var ofOne in open.GroupBy(i => i.Organisation))
        {
            var organisation = await store.LoadAsync<Organisation>(ofOne.Key, ct);
            work.Append(organisation, organisation.State.Decide(ofOne.Select(i => (Func<Organisation, IEnumerable<OrganisationEvent>>)(o => o.TakeUp(i.Id, person)))));
        }

        if (open.Count > 0)
        {
            work.Also("delete from administrator_invitations where invitation_id = any ($1)", open.Select(i => i.Id.Value).ToArray());
        }
    }
}
