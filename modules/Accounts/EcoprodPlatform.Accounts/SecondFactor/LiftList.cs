namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Where staff find an account by its address, and the lifts of second factors that wait for a second member of staff.</summary>
internal sealed class LiftList(ModuleLog<AccountsModule> log, TimeProvider clock)
{
    private const string Query =
        """
        select p.id, p.first_name || ' ' || p.last_name, p.email, p.two_factor_enabled, l.reason, l.asked_by, s.first_name || ' ' || s.last_name, l.until
        from people p
        left join second_factor_lifts l on l.user_id = p.id and l.until > $1 and p.two_factor_enabled
        left join people s on s.id = l.asked_by
        """;

    public static void Map(Routes to) => to.Staff.Page(Links.Accounts, ShowAsync);

    /// <summary>A confirmed account; an unknown one is not found (404).</summary>
    public async Task<LiftRow> FindAsync(PersonId person, CancellationToken ct)
        => await log.FindAsync($"{Query} where p.id = $2 and p.email_confirmed", Row, ct, clock.GetUtcNow(), person)
            ?? throw RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe pas ou n’est pas confirmé.", "This account does not exist or is not confirmed."));

    /// <summary>There is no lift to confirm any more.</summary>
    public static void Forget(UnitOfWork work, Guid person) => work.Also("delete from second_factor_lifts where user_id = $1", person);

    private static LiftRow Row(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.TextOrNull(4) is { } reason ? new OpenLift(reason, r.GetGuid(5), r.TextOrNull(6), r.GetFieldValue<DateTimeOffset>(7)) : null);

    private static async Task<IResult> ShowAsync(LiftList list, string? adresse, CancellationToken ct) => Page.Of(new LiftsPage
    {
        Asked = adresse,
        Found = MailAddresses.Normal(adresse) is { } email ? await list.FindAsync(email, ct) : null,
        Waiting = await list.WaitingAsync(ct),
    });

    private Task<LiftRow?> FindAsync(string email, CancellationToken ct)
        => log.FindAsync($"{Query} where p.normalized_email = upper($2) and p.email_confirmed", Row, ct, clock.GetUtcNow(), email);

    private Task<IReadOnlyList<LiftRow>> WaitingAsync(CancellationToken ct)
        => log.ListAsync($"{Query} where l.until is not null order by l.until, p.id", Row, ct, clock.GetUtcNow());
}

/// <summary>An account as staff see it.</summary>
/// <param name="Lift">What was asked and waits to be confirmed; null when nothing does.</param>
public sealed record LiftRow(Guid Id, string Name, string Email, bool HasSecondFactor, OpenLift? Lift);

/// <summary>A lift that waits for a second member of staff.</summary>
/// <param name="AskedByName">Null when they have left.</param>
public sealed record OpenLift(string Reason, Guid AskedBy, string? AskedByName, DateTimeOffset Until);
