namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>What a browser says it is, in two words its person recognises. Said by the browser: a hint, no proof.</summary>
internal sealed record Device(string? Browser, string? System)
{
    // In this order: each later one claims to be the earlier ones too, or the other way round.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>"Firefox sur Windows"; null when it says nothing that is known.</summary>
    public Text? Name => (Browser, System) switch
    {
        ({ } browser, { } system) => new Text($"{browser} sur {system}", $"{browser} on {system}"),
        (null, null) => null,
        _ => new Text((Browser ?? System)!, (Browser ?? System)!),
    };

    public static Device Of(HttpContext http)
    {
        var said = http.Request.Headers.UserAgent.ToString();
        return new Device(NameIn(Browsers, said), NameIn(Systems, said));
    }

    private static string? NameIn((string Mark, string Name)[] names, string said)
        => names.FirstOrDefault(n => said.Contains(n.Mark, StringComparison.Ordinal)).Name;
}
