namespace EcoprodPlatform.MemberSpace.Rates;

/// <summary>
/// Staff give the rate of a currency from a day on, with its source. Budgets of projects that began that day or later are in euros from then
/// on, in every space; those that began before any rate stay apart, and are said to be (T8).
/// </summary>
internal sealed record GiveRate(string Currency, DateOnly From, decimal Euros, string Source, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, OrganisationDesk desk) : IRequestHandler<GiveRate, long>
    {
        public Task<long> Handle(GiveRate command, CancellationToken ct) => store.ActAsync<CurrencyRates>(
            CurrencyRates.StreamId, null, command.By, r => r.Give(command.Currency, command.From, command.Euros, command.Source, desk.Today), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(MemberSpaceLinks.Rates, ShowAsync);
        to.Staff.Form(MemberSpaceLinks.Rates, PostAsync);
        to.Staff.Get("/api/currency-rates", ListAsync, "ListCurrencyRates");
        to.Staff.Put("/api/currency-rates/{currency}/{from}", PutAsync);
    }

    private static async Task<IResult> ShowAsync(RateList rates, CancellationToken ct) => Page.Of(new RatesPage { Rates = await rates.ReadAsync(ct), Form = new PageForm() });

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, RateList rates, IMediator mediator, CancellationToken ct)
    {
        var currency = form.Required("currency", new Text("Devise", "Currency")).ToUpperInvariant();
        var from = form.Date("from", new Text("À partir du", "From"));
        var euros = form.Decimal("euros", new Text("Taux", "Rate"));
        var source = form.Required("source", new Text("Source", "Source"));
        Missing("from", from is null);
        Missing("euros", euros is null);
        return await form.TryAsync(() => mediator.Send(new GiveRate(currency, from!.Value, euros!.Value, source, asked.By), ct))
            ? Page.Redirect(MemberSpaceLinks.Rates, new Flash(new Text($"Taux du {Format.Date(from!.Value, Languages.French)} enregistré pour {currency}.", $"Rate of {Format.Date(from.Value, Languages.English)} saved for {currency}.")))
            : Page.Of(new RatesPage { Rates = await rates.ReadAsync(ct), Form = form }, form.Status);

        void Missing(string field, bool isMissing)
        {
            if (isMissing && string.IsNullOrWhiteSpace(form[field]))
            {
                form.Add(field, new Text("À renseigner.", "Please fill in."));
            }
        }
    }

    /// <summary>The rates, by currency, the newest first.</summary>
    private static Task<IReadOnlyList<RateView>> ListAsync(RateList rates, CancellationToken ct) => rates.ReadAsync(ct);

    /// <summary>Gives the rate of a currency from a day on; again for the same day, the newer one counts.</summary>
    private static async Task<NoContent> PutAsync(string currency, DateOnly from, Body body, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new GiveRate(currency.ToUpperInvariant(), from, body.Euros ?? 0, body.Source ?? "", asked.By), ct);
        return TypedResults.NoContent();
    }

    internal sealed record Body(decimal? Euros, string? Source);
}
