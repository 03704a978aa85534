using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;

namespace EcoprodPlatform.Host.Operations;

/// <summary>Staff pages of the platform itself: what is behind, what failed, which mails left.</summary>
internal static class OperationsPages
{
    public static void Map(Routes everything)
    {
        var to = everything.Staff;
        to.Page("/equipe", () => Page.Of<StaffPage>());
        to.Page("/equipe/etat", async (PlatformState state, JobTimetable jobs, CancellationToken ct) => Page.Of(new StatePage { State = await state.ReadAsync(ct), Jobs = jobs.Read() }));
        to.Page("/equipe/etat/rejeu", ToState);
        to.Form("/equipe/etat/rejeu", ReplayAsync);
        to.Page("/equipe/etat/abandon", ShowDropAsync);
        to.Form("/equipe/etat/abandon", DropAsync);
        to.Page("/equipe/etat/nouvel-essai", ToState);
        to.Form("/equipe/etat/nouvel-essai", RetryAsync);
        to.Page("/equipe/etat/saut", ShowSkipAsync);
        to.Form("/equipe/etat/saut", SkipAsync);
        to.Page("/equipe/etat/tache", ToState);
        to.Form("/equipe/etat/tache", RunJobAsync);
        to.Page("/equipe/courriels", MailsAsync);
        to.Page("/equipe/courriels/{module}/{id:guid}", MailAsync);
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, DeadLetters deadLetters, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var reaction = form["reaction"].ToString();
        if (!Guid.TryParse(form["message"], out var message))
        {
            return Page.Redirect("/equipe/etat");
        }

        try
        {
            return await deadLetters.ReplayAsync(reaction, message, ct)
                ? Page.Redirect("/equipe/etat", Flash.Done("Message rejoué.", "Message replayed."))
                : NoSuchLetter();
        }
#pragma warning disable CA1031 // whatever it is again, staff see it and the letter stays
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Page.Redirect("/equipe/etat", Flash.Warning($"Le rejeu a échoué : {e.Message}", $"The replay failed: {e.Message}"));
        }
    }

    private static async Task<IResult> ShowDropAsync(string? reaction, Guid? message, DeadLetters deadLetters, CancellationToken ct)
        => (await deadLetters.ListAsync(ct)).FirstOrDefault(l => l.Reaction == reaction && l.MessageId == message) is { } letter
            ? Page.Of(new DropLetterPage { Letter = letter })
            : NoSuchLetter();

    private static async Task<IResult> DropAsync(string? reaction, Guid? message, DeadLetters deadLetters, ReactionRegistry reactions, CancellationToken ct)
        => reaction is not null && message is { } id && reactions.Find(reaction) is not null && await deadLetters.DropAsync(reaction, id, ct)
            ? Page.Redirect("/equipe/etat", Flash.Done("Message abandonné.", "Message given up."))
            : NoSuchLetter();

    /// <summary>Where a form of the page of the platform's state leads whoever comes back to its address.</summary>
    private static IResult ToState() => Page.Redirect("/equipe/etat");

    private static IResult NoSuchLetter()
        => Page.Redirect("/equipe/etat", Flash.Warning("Ce message n’est plus en échec.", "This message is not failed any more."));

    private static async Task<IResult> RetryAsync(HttpContext http, IEnumerable<ModuleLog> logs, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        if (logs.FirstOrDefault(l => l.Schema == form["module"]) is not { } log)
        {
            return Results.NotFound();
        }

        await SkippedEvents.RetryAsync(log, ct);
        return Page.Redirect("/equipe/etat", Flash.Done("Nouvel essai en cours.", "Trying again."));
    }

    private static async Task<IResult> ShowSkipAsync(string? module, string? follower, long? position, PlatformState state, CancellationToken ct)
        => (await state.ReadAsync(ct)).Followers.FirstOrDefault(f => f.Module == module && f.Name == follower && f.FailedPosition is { } at && at == position) is { } stopped
            ? Page.Of(new SkipEventPage { Follower = stopped })
            : NotStopped();

    private static async Task<IResult> SkipAsync(string? module, string? follower, long? position, HttpContext http, IEnumerable<ModuleLog> logs, CancellationToken ct)
        => follower is not null && position is not null && logs.FirstOrDefault(l => l.Schema == module) is { } log
           && await SkippedEvents.SkipAsync(log, follower, position, http.Actor().Id, ct)
            ? Page.Redirect("/equipe/etat", Flash.Done("Événement passé ; il reste consigné.", "Event skipped; it stays on record."))
            : NotStopped();

    private static async Task<IResult> RunJobAsync(HttpContext http, JobTimetable jobs, CancellationToken ct)
        => jobs.Run((await http.Request.ReadFormAsync(ct))["job"].ToString())
            ? Page.Redirect("/equipe/etat", Flash.Done("Tâche lancée.", "Job started."))
            : Page.Redirect("/equipe/etat", Flash.Warning("Cette tâche n’existe plus.", "This job does not exist any more."));

    private static IResult NotStopped()
        => Page.Redirect("/equipe/etat", Flash.Warning("Plus rien n’est arrêté à cet endroit.", "Nothing is stopped there any more."));

    private static async Task<IResult> MailsAsync(QueuedMails mails, IMailTransport transport, CancellationToken ct)
        => Page.Of(new MailsPage { Mails = await mails.LatestAsync(20, ct), Transport = transport.KeepsBodies
            ? new("Aucun serveur d’envoi n’est configuré : les e-mails restent sur le serveur.", "No mail server is configured: mails stay on the server.")
            : new($"Envoi par {transport.Description}.", $"Sent by {transport.Description}.") });

    private static async Task<IResult> MailAsync(string module, Guid id, QueuedMails mails, CancellationToken ct)
        => await mails.FindAsync(module, id, ct) is { } mail ? Page.Of(new MailPage { Mail = mail }) : Results.NotFound();
}
