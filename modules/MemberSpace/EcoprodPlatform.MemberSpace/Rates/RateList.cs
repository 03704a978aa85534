namespace EcoprodPlatform.MemberSpace.Rates;

/// <summary>The rates as staff see them.</summary>
internal sealed class RateList(ModuleLog<MemberSpaceModule> log)
{
    public Task<IReadOnlyList<RateView>> ReadAsync(CancellationToken ct) => log.ListAsync(
        """
        select c.currency, c.valid_from, c.euros, c.source, c.given_at, (
          select count(distinct s.project_id) from space_projects s join projects p on p.project_id = s.project_id
          where s.currency = c.currency and s.rate is not null and c.valid_from = (
            select max(valid_from) from currency_rates o where o.currency = c.currency and o.valid_from <= coalesce(p.start_date, (p.created_at at time zone 'Europe/Paris')::date)))
        from currency_rates c order by c.currency, c.valid_from desc
        """,
        r => new RateView(r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetDecimal(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetInt64(5)),
        ct);
}

/// <summary>A rate.</summary>
/// <param name="Euros">For one unit of the currency.</param>
/// <param name="Projects">Shared projects whose budget it converts.</param>
public sealed record RateView(string Currency, DateOnly From, decimal Euros, string Source, DateTimeOffset GivenAt, long Projects);
