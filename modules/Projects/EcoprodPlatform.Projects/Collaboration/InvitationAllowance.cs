using System.Security.Cryptography;
using System.Text;
using EcoprodPlatform.Mail;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>
/// How many invitations may leave: an invitation is a mail to anybody, with words of its sender's, under Ecoprod's name. A crew of sixty can be invited
/// in an hour; the same address not again and again. Addresses are counted by a hash.
/// </summary>
internal sealed class InvitationAllowance(ModuleLog<ProjectsModule> log, TimeProvider clock)
{
    public const int PerHour = 60;
    public const int PerDay = 200;

    /// <summary>From one person to one address, a day.</summary>
    public const int ToOnePerDay = 5;

    /// <summary>From everybody to one address, a day.</summary>
    public const int ToOneFromAllPerDay = 20;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="RuleBrokenException"><c>project.too-many-invitations</c>: with the time until there may be more.</exception>
    public async Task TakeAsync(Actor by, string email, CancellationToken ct)
    {
        var to = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())))[..32];
        Allowance[] ofSender = [new($"from:{by.Id}:hour", TimeSpan.FromHours(1), PerHour), new($"from:{by.Id}:day", Day, PerDay)];
        Allowance[] ofAddress = [new($"from:{by.Id}:to:{to}", Day, ToOnePerDay), new($"to:{to}", Day, ToOneFromAllPerDay)];
        if (await log.TakeAsync(clock.GetUtcNow(), [.. ofSender, .. ofAddress], ct) is not { } refused)
        {
            return;
        }

        var time = Words.Wait(refused.Wait);
        throw RuleBrokenException.TooMany("project.too-many-invitations", ofSender.Contains(refused.Spent)
            ? new Text(
                $"Vous avez envoyé beaucoup d’invitations : vous pourrez en envoyer d’autres dans {time.Fr}. Celle-ci n’est pas partie.",
                $"You have sent many invitations: you can send more in {time.En}. This one was not sent.")
            : new Text(
                $"Cette adresse a reçu assez d’invitations : vous pourrez lui écrire à nouveau dans {time.Fr}. Celle-ci n’est pas partie.",
                $"This address has received enough invitations: you can write to it again in {time.En}. This one was not sent."), refused.Wait);
    }
}
