using EcoprodPlatform.Mail;

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

    private readonly int _perHour = configuration.GetValue("Accounts:Registrations:PerHour", PerHour);
    private readonly int _perDay = configuration.GetValue("Accounts:Registrations:PerDay", PerDay);

    /// <exception cref="RuleBrokenException"><c>account.too-many-registrations</c>: with the time until there may be more.</exception>
    public async Task TakeAsync(CancellationToken ct)
    {
        var network = Network.Of(http.HttpContext?.Connection.RemoteIpAddress);
        if (await log.TakeAsync(
            clock.GetUtcNow(),
            [new Allowance($"network:{network}:hour", TimeSpan.FromHours(1), _perHour), new Allowance($"network:{network}:day", TimeSpan.FromDays(1), _perDay)],
            ct) is { Wait: var wait })
        {
            var time = Words.Wait(wait);
            throw RuleBrokenException.TooMany(
                "account.too-many-registrations",
                new Text(
                    $"Beaucoup d’inscriptions sont venues de votre réseau : il en acceptera d’autres dans {time.Fr}. Celle-ci n’est pas enregistrée ; un autre réseau (celui d’un téléphone) n’attend pas.",
                    $"Many registrations came from your network: there can be more in {time.En}. This one is not saved; another network (a phone’s) need not wait."),
                wait);
        }
    }
}
