namespace EcoprodPlatform.Footprint.Distances;

/// <summary>A trip between two cities, as its length is estimated: the great circle, what the way adds to it, there and back.</summary>
internal sealed record Trip(City From, City To, Route Route, bool IsReturn)
{
    /// <summary>As the crow flies, one way.</summary>
    public int GreatCircle { get; } = From.KilometresTo(To);

    /// <summary>One way, in whole kilometres.</summary>
    public decimal OneWay => decimal.Round((GreatCircle * Route.Times) + Route.More, 0, MidpointRounding.AwayFromZero);

    public decimal Kilometres => IsReturn ? OneWay * 2 : OneWay;

    /// <summary>"Paris – Dakar, aller et retour".</summary>
    public Text Name => IsReturn
        ? new($"{From.Name.Fr} – {To.Name.Fr}, aller et retour", $"{From.Name.En} – {To.Name.En}, there and back")
        : new($"{From.Name.Fr} – {To.Name.Fr}", $"{From.Name.En} – {To.Name.En}");

    /// <summary>"Paris – Marseille : 661 km × 1,2 = 793 km, × 2 = 1 586 km".</summary>
    public Text Formula => new(In(Languages.French, " : "), In(Languages.English, ": "));

    private string In(CultureInfo language, string colon)
    {
        string Km(decimal kilometres) => $"{Format.Decimal(kilometres, 0, language)}\u00A0km";
        var way = Route.Times == 1 ? $"{Km(GreatCircle)} + {Km(Route.More)}" : $"{Km(GreatCircle)} × {Format.Decimal(Route.Times, 2, language)}";
        return $"{From.Name.In(language)} – {To.Name.In(language)}{colon}{way} = {Km(OneWay)}{(IsReturn ? $", × 2 = {Km(Kilometres)}" : "")}";
    }
}
