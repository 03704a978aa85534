using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>
/// How many invitations may leave: an invitation is a mail to anybody, with words of its sender's, under Ecoprod's name. A crew of sixty can be invited
/// in an hour; the same address not again and again. Taken before the mail is queued, so that many at once gain nothing.
/// </summary>
internal sealed class InvitationAllowance(ModuleLog<ProjectsModule> log, TimeProvider clock)
{
    public const int PerHour = 60;
    public const int PerDay = 200;

    /// <summary>From one person to one address, a day.</summary>
    public const int ToOnePerDay = 5;

    /// <summary>From everybody to one address, a day.</summary>
    public const int ToOneFromAllPerDay = 20;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="RuleBrokenException"><c>project.too-many-invitations</c>: with the time until there may be more.</exception>
    public async Task TakeAsync(Actor by, string email, CancellationToken ct)
    {
        var to = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())))[..32];
        (string Who, TimeSpan Window, int Most)[] limits =
        [
            ($"from:{by.Id}:hour", Hour, PerHour),
            ($"from:{by.Id}:day", Day, PerDay),
            ($"from:{by.Id}:to:{to}", Day, ToOnePerDay),
            ($"to:{to}", Day, ToOneFromAllPerDay),
        ];
        Array.Sort(limits, (a, b) => string.CompareOrdinal(a.Who, b.Who));
        var now = clock.GetUtcNow();
        // In the order of their keys, and past rows that others hold, so that two of them at once queue instead of waiting in a circle.
        var taken = await log.ListAsync(
            """
            with old as (
              delete from invitation_allowances where who in (
                select who from invitation_allowances where until < $3 and who <> all($1) for update skip locked)
            )
            insert into invitation_allowances as a (who, until, taken)
            select who, $3::timestamptz + span, 1 from unnest($1::text[], $2::interval[]) as l (who, span)
            on conflict (who) do update set
              taken = case when a.until <= $3 then 1 else a.taken + 1 end,
              until = case when a.until <= $3 then excluded.until else a.until end
            returning who, taken, until
            """,
            r => (Who: r.GetString(0), Taken: r.GetInt32(1), Until: r.GetFieldValue<DateTimeOffset>(2)),
            ct,
            limits.Select(l => l.Who).ToArray(),
            limits.Select(l => l.Window).ToArray(),
            now);
        var over = taken.Where(t => t.Taken > limits.Single(l => l.Who == t.Who).Most).ToList();
        if (over.Count > 0)
        {
            throw TooMany(over.Max(o => o.Until) - now, isOfSender: over.Any(o => o.Who.EndsWith(":hour", StringComparison.Ordinal) || o.Who.EndsWith(":day", StringComparison.Ordinal)));
        }
    }

    private static RuleBrokenException TooMany(TimeSpan wait, bool isOfSender)
    {
        var (fr, en) = Wait(wait);
        return RuleBrokenException.TooMany("project.too-many-invitations", isOfSender
            ? new Text(
                $"Vous avez envoyé beaucoup d’invitations : vous pourrez en envoyer d’autres dans {fr}. Celle-ci n’est pas partie.",
                $"You have sent many invitations: you can send more in {en}. This one was not sent.")
            : new Text(
                $"Cette adresse a reçu assez d’invitations : vous pourrez lui écrire à nouveau dans {fr}. Celle-ci n’est pas partie.",
                $"This address has received enough invitations: you can write to it again in {en}. This one was not sent."), wait);
    }

    private static (string Fr, string En) Wait(TimeSpan wait)
    {
        var text = wait > Hour
            ? Words.Count((long)Math.Ceiling(wait.TotalHours), new("heure", "hour"), new("heures", "hours"))
            : Words.Count((long)Math.Ceiling(wait.TotalMinutes), new("minute", "minute"), new("minutes", "minutes"));
        return (text.Fr, text.En);
    }
}
