namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// How many registrations one network may send: each is a mail to anybody, with a name of its sender's choice, under Ecoprod's name. A film school can
/// register a class in an hour. Counted before anything is looked up, whoever's the address is, so that the limit tells nothing.
/// (<c>Accounts:Registrations:PerHour</c>, <c>Accounts:Registrations:PerDay</c>.)
/// </summary>
internal sealed class RegistrationAllowance(ModuleLog<AccountsModule> log, IConfiguration configuration, IHttpContextAccessor http, TimeProvider clock)
{
    private const int PerHour = 20;
    private const int PerDay = 60;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly int _perHour = configuration.GetValue("Accounts:Registrations:PerHour", PerHour);
    private readonly int _perDay = configuration.GetValue("Accounts:Registrations:PerDay", PerDay);

    /// <exception cref="RuleBrokenException"><c>account.too-many-registrations</c>: with the time until there may be more.</exception>
    public async Task TakeAsync(CancellationToken ct)
    {
        var network = Network.Of(http.HttpContext?.Connection.RemoteIpAddress);
        var now = clock.GetUtcNow();
        // Rows of others that are being written are left to the next sweep: two networks at once would wait for each other in a circle.
        var taken = await log.ListAsync(
            """
            with old as (
              delete from registration_allowances where (network, span) in (
                select network, span from registration_allowances where until < $3 and network <> $1 for update skip locked)
            )
            insert into registration_allowances as a (network, span, until, taken)
            select $1, span, $3::timestamptz + span, 1 from unnest($2::interval[]) as l (span)
            on conflict (network, span) do update set
              taken = case when a.until <= $3 then 1 else a.taken + 1 end,
              until = case when a.until <= $3 then excluded.until else a.until end
            returning span, taken, until
            """,
            r => (Span: r.GetFieldValue<TimeSpan>(0), Taken: r.GetInt32(1), Until: r.GetFieldValue<DateTimeOffset>(2)),
            ct,
            network,
            (TimeSpan[])[Hour, Day],
            now);
        var over = taken.Where(t => t.Taken > (t.Span == Hour ? _perHour : _perDay)).ToList();
        if (over.Count > 0)
        {
            // What was refused takes nothing from tomorrow's. In the order in which they are taken, for the same reason.
            await log.ListAsync(
                """
                with mine as (
                  select network, span from registration_allowances where network = $1 order by span for update
                )
                update registration_allowances a set taken = a.taken - 1 from mine where a.network = mine.network and a.span = mine.span returning a.taken
                """,
                r => r.GetInt32(0),
                ct,
                network);
            throw TooMany(over.Max(o => o.Until) - now);
        }
    }

    private static RuleBrokenException TooMany(TimeSpan wait)
    {
        var time = wait > Hour
            ? Words.Count((long)Math.Ceiling(wait.TotalHours), new("heure", "hour"), new("heures", "hours"))
            : Words.Count((long)Math.Ceiling(wait.TotalMinutes), new("minute", "minute"), new("minutes", "minutes"));
        return RuleBrokenException.TooMany(
            "account.too-many-registrations",
            new Text(
                $"Beaucoup d’inscriptions sont venues de votre réseau : il en acceptera d’autres dans {time.Fr}. Celle-ci n’est pas enregistrée ; un autre réseau (celui d’un téléphone) n’attend pas.",
                $"Many registrations came from your network: there can be more in {time.En}. This one is not saved; another network (a phone’s) need not wait."),
            wait);
    }
}
