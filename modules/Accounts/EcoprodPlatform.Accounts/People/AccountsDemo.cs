namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// Confirmed people without mails, by the same path as everybody (rows, events, publications): for the demo data, tests and
/// an operator's command line. Doing it again changes nothing.
/// </summary>
internal sealed class AccountsDemo(IServiceScopeFactory scopes)
{
    /// <summary>Makes sure that this person has a confirmed account, and the staff role if <paramref name="isStaff"/>.</summary>
    public async Task EnsurePersonAsync(
        Guid id, string email, string firstName, string lastName, string language, string password, bool isStaff, CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonManager>();
        var changes = scope.ServiceProvider.GetRequiredService<PersonChanges>();
        var person = await people.FindByIdAsync(id.ToString());
        await using var change = await changes.BeginAsync(id, Actor.System, ct);
        if (person is null)
        {
            person = new Person
            {
                Id = id,
                UserName = id.ToString(),
                Email = MailAddresses.Read(email, "email"),
                FirstName = PersonName.Read(firstName, PersonName.First, "firstName"),
                LastName = PersonName.Read(lastName, PersonName.Last, "lastName"),
                Language = language == "en" ? "en" : "fr",
                EmailConfirmed = true,
            };
            change.Record([.. change.Account.Open(), new AccountConfirmed()]);
            person.PersonVersion = change.Version;
            (await people.CreateAsync(person, password)).OrThrow();
            if (isStaff)
            {
                await GrantAsync(people, change, person, new StaffRoleGranted());
            }
        }
        else if (isStaff && !change.Account.IsStaff)
        {
            await GrantAsync(people, change, person, [.. change.Account.GrantStaffRole()]);
        }

        await change.SaveAsync(ct);
    }

    /// <summary>Gives the staff role to whoever has confirmed this address; false when nobody has. How the first member of staff comes to be.</summary>
    public async Task<bool> GrantStaffRoleAsync(string email, CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonManager>();
        if (await people.FindByEmailAsync(email) is not { EmailConfirmed: true } person)
        {
            return false;
        }

        await using var change = await scope.ServiceProvider.GetRequiredService<PersonChanges>().BeginAsync(person.Id, Actor.System, ct);
        if (!change.Account.IsStaff)
        {
            await GrantAsync(people, change, person, [.. change.Account.GrantStaffRole()]);
            await change.SaveAsync(ct);
        }

        return true;
    }

    /// <summary>Takes the staff role back; open sessions of that person end. False when nobody has confirmed this address.</summary>
    public async Task<bool> RevokeStaffRoleAsync(string email, CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonManager>();
        if (await people.FindByEmailAsync(email) is not { EmailConfirmed: true } person)
        {
            return false;
        }

        await using var change = await scope.ServiceProvider.GetRequiredService<PersonChanges>().BeginAsync(person.Id, Actor.System, ct);
        if (change.Account.IsStaff)
        {
            change.Record(change.Account.RevokeStaffRole());
            (await people.RemoveFromRoleAsync(person, Policies.StaffRole)).OrThrow();
            (await people.UpdateSecurityStampAsync(person)).OrThrow();
            await change.SaveAsync(ct);
        }

        return true;
    }

    private static async Task GrantAsync(PersonManager people, PersonChange change, Person person, params AccountEvent[] events)
    {
        change.Record(events);
        (await people.AddToRoleAsync(person, Policies.StaffRole)).OrThrow();
    }
}
