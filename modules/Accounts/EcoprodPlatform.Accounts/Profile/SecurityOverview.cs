namespace EcoprodPlatform.Accounts.Profile;

/// <summary>How one signs in, at a glance: address, password, second factor, passkeys.</summary>
internal static class SecurityOverview
{
    public static void Map(Routes to)
        => to.Page(Links.Security, ShowAsync);

    private static async Task<IResult> ShowAsync(Asked asked, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(asked.By.Id, ct);
        return Page.Of(new SecurityPage { Email = person.Email, HasSecondFactor = person.HasSecondFactor, Passkeys = person.Passkeys });
    }
}
