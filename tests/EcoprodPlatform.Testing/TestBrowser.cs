namespace EcoprodPlatform.Testing;

/// <summary>The browser of the tests: Debian's Chromium, and axe-core beside it. Both are installed by tests/run.</summary>
public static class TestBrowser
{
    private static readonly string Axe = Repository.PathOf("tests", ".node", "node_modules", "axe-core", "axe.min.js");

    public static string ExecutablePath { get; } = Environment.GetEnvironmentVariable("ECOPROD_TEST_CHROMIUM") is { Length: > 0 } chosen ? chosen : "/usr/bin/chromium";

    /// <summary>Nothing but the page under test: no first-run pages, no calls home. Root needs --no-sandbox.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--disable-features=Translate,MediaRouter", "--force-color-profile=srgb", "--font-render-hinting=none",
    ];

    /// <summary>Why there is no browser here, for a test that cannot run without; null when there is one.</summary>
    public static string? WhyNot
        => !File.Exists(ExecutablePath) ? $"Chromium is not installed at {ExecutablePath} (Debian package chromium; tests/run installs it)."
            : !File.Exists(Axe) ? $"axe-core is not installed at {Axe} (tests/run installs it)."
            : null;

    /// <summary>
    /// axe-core's source, to be evaluated in the page (a script tag would be refused by the page's content security
    /// policy, and the policy is what runs in production).
    /// </summary>
    public static Task<string> AxeSourceAsync() => File.ReadAllTextAsync(Axe);
}
