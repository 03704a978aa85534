using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.Mail;

/// <summary>How many mails to people who did not ask for them somebody may cause.</summary>
/// <param name="Who">Who causes or gets them, with the window where there are several: the key they are counted under. No name, no address.</param>
/// <param name="Window">From the first one on; then the count begins anew.</param>
/// <param name="Most">In one window.</param>
public readonly record struct Allowance(string Who, TimeSpan Window, int Most);

/// <summary>Counts what somebody sends, in the module's own schema.</summary>
public static class Allowances
{
    /// <summary>
    /// Takes one of each, before the mail is queued: many at once gain nothing. Where one is used up, none is taken, and the answer is that one and how
    /// long until there is more; null when the mail may go.
    /// </summary>
    public static async Task<(Allowance Spent, TimeSpan Wait)?> TakeAsync<TModule>(this ModuleLog<TModule> log, DateTimeOffset now, IEnumerable<Allowance> allowances, CancellationToken ct)
    {
        // In the order of their keys, and past rows that others hold, so that two of them at once queue instead of waiting in a circle.
        var all = allowances.OrderBy(a => a.Who, StringComparer.Ordinal).ToList();
        var keys = all.Select(a => a.Who).ToArray();
        var taken = await log.ListAsync(
            """
            with old as (
              delete from mail_allowances where who in (
                select who from mail_allowances where until < $3 and who <> all($1) for update skip locked)
            )
            insert into mail_allowances as a (who, until, taken)
            select who, $3::timestamptz + span, 1 from unnest($1::text[], $2::interval[]) as l (who, span)
            on conflict (who) do update set
              taken = case when a.until <= $3 then 1 else a.taken + 1 end,
              until = case when a.until <= $3 then excluded.until else a.until end
            returning who, taken, until
            """,
            r => (Who: r.GetString(0), Taken: r.GetInt32(1), Until: r.GetFieldValue<DateTimeOffset>(2)),
            ct,
            keys,
            all.Select(a => a.Window).ToArray(),
            now);
        var spent = all.Select(a => (Allowance: a, Row: taken.Single(t => t.Who == a.Who))).Where(s => s.Row.Taken > s.Allowance.Most).ToList();
        if (spent.Count == 0)
        {
            return null;
        }

        // What was refused takes nothing of what is left.
        await log.ListAsync(
            """
            with mine as (
              select who from mail_allowances where who = any($1) order by who for update
            )
            update mail_allowances a set taken = a.taken - 1 from mine where a.who = mine.who returning a.taken
            """,
            r => r.GetInt32(0),
            ct,
            [keys]);
        var last = spent.MaxBy(s => s.Row.Until);
        return (last.Allowance, last.Row.Until - now);
    }
}
