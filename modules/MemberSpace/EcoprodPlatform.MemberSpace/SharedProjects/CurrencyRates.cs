using System.Collections.Immutable;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// The rates that staff gave, each for a currency from a day on: a budget is converted at the newest of its project's date or before, and
/// not at all without one. One stream for all: there are few.
/// </summary>
internal sealed record CurrencyRates : IAggregate<CurrencyRates, CurrencyRateEvent>
{
    public const int LongestSource = 200;

    public static readonly Guid StreamId = DerivedId.Of("member-space.currency-rates");

    public static string StreamType => "currency_rates";

    public static CurrencyRates Empty { get; } = new();

    public ImmutableDictionary<(string Currency, DateOnly From), Rate> All { get; private init; } = ImmutableDictionary<(string, DateOnly), Rate>.Empty;

    /// <summary>A rate from a day on; given again for the same day, the newer one counts.</summary>
    /// <param name="euros">Euros for one unit of the currency.</param>
    public IEnumerable<CurrencyRateEvent> Give(string currency, DateOnly from, decimal euros, string source, DateOnly today)
    {
        var broken = new List<RuleBrokenException>();
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper) || currency == "EUR")
        {
            broken.Add(new("rate.currency", new Text("Devise : son code à trois lettres (USD, GBP), autre que l’euro.", "Currency: its code of three letters (USD, GBP), other than the euro."), RuleKind.Invalid, "currency"));
        }

        if (from > today)
        {
            broken.Add(new("rate.day", new Text("Date : un taux se donne pour un jour passé ou pour aujourd’hui.", "Date: a rate is given for a day in the past or for today."), RuleKind.Invalid, "from"));
        }

        if (euros is <= 0 or > 1_000_000m || decimal.Round(euros, 8) != euros)
        {
            broken.Add(new("rate.value", new Text("Taux : des euros pour une unité de la devise, plus que zéro, 8 décimales au plus.", "Rate: euros for one unit of the currency, more than zero, at most 8 decimals."), RuleKind.Invalid, "euros"));
        }

        source = source.Trim();
        if (source.Length == 0 || source.Length > LongestSource || !PlainText.IsReadable(source))
        {
            broken.Add(new("rate.source", new Text("Source : qui publie ce taux (« BCE, taux de référence »), 200 caractères au plus.", "Source: who publishes this rate (“ECB, reference rate”), at most 200 characters."), RuleKind.Invalid, "source"));
        }

        RuleBrokenException.ThrowIfAny(broken);
        return All.TryGetValue((currency, from), out var there) && there == new Rate(euros, source) ? [] : [new RateGiven(currency, from, euros, source)];
    }

    public IEnumerable<CurrencyRateEvent> Withdraw(string currency, DateOnly from) => All.ContainsKey((currency, from))
        ? [new RateWithdrawn(currency, from)]
        : throw RuleBrokenException.NotFound("rate.unknown", new Text("Ce taux n’existe pas, ou plus.", "This rate does not exist, or no longer."));

    public CurrencyRates Apply(CurrencyRateEvent @event) => @event switch
    {
        RateGiven e => this with { All = All.SetItem((e.Currency, e.From), new Rate(e.Euros, e.Source)) },
        RateWithdrawn e => this with { All = All.Remove((e.Currency, e.From)) },
        _ => throw new InvalidOperationException($"Currency rates know no {@event.GetType().Name}."),
    };
}

/// <summary>Euros for one unit, and who says so.</summary>
internal sealed record Rate(decimal Euros, string Source);

/// <summary>What happened to the rates. Of one type with what happens to projects: the rows of spaces are made from both, by one projection.</summary>
internal abstract record CurrencyRateEvent : SharedProjectEvent;

/// <summary>One unit of the currency is worth so many euros from this day on.</summary>
internal sealed record RateGiven(string Currency, DateOnly From, decimal Euros, string Source) : CurrencyRateEvent;

internal sealed record RateWithdrawn(string Currency, DateOnly From) : CurrencyRateEvent;
