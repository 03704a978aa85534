namespace EcoprodPlatform.MemberSpace.Rates;

/// <summary>Staff take a rate back: the budgets it converted are converted at the one before it, or not at all.</summary>
internal sealed record WithdrawRate(string Currency, DateOnly From, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store) : IRequestHandler<WithdrawRate, long>
    {
        public Task<long> Handle(WithdrawRate command, CancellationToken ct) => store.ActAsync<CurrencyRates>(
            CurrencyRates.StreamId, null, command.By, r => r.Withdraw(command.Currency, command.From), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Form(Links.RateRemoval, PostAsync);
        to.Staff.Page(Links.RateRemoval, (string currency, DateOnly from) => Page.Redirect(MemberSpaceLinks.Rates));
        to.Staff.Delete("/api/currency-rates/{currency}/{from}", DeleteAsync);
    }

    /// <summary>One button: a rate is given again as quickly.</summary>
    private static async Task<IResult> PostAsync(string currency, DateOnly from, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new WithdrawRate(currency, from, asked.By), ct);
        return Page.Redirect(MemberSpaceLinks.Rates, Flash.Done("Taux retiré.", "Rate removed."));
    }

    /// <summary>Takes a rate back.</summary>
    private static async Task<NoContent> DeleteAsync(string currency, DateOnly from, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new WithdrawRate(currency, from, asked.By), ct);
        return TypedResults.NoContent();
    }
}
