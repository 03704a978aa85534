using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>
/// Hands mails to the configured SMTP server. A connection is kept for the next mail for a few seconds: greeting, TLS and
/// login cost more than a mail.
/// </summary>
internal sealed class SmtpTransport : IMailTransport, IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    private readonly MailSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentStack<(SmtpClient Client, long Since)> _idle = new();
    private readonly ITimer _sweep;

    public SmtpTransport(MailSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _sweep = clock.CreateTimer(_ => Sweep(), null, Keep, Keep);
    }

    public bool KeepsBodies => false;

    public string Description => $"SMTP {_settings.Host}:{_settings.Port}{(_settings.StartTls ? " STARTTLS" : string.Empty)}";

    public async Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            using var message = MailComposer.Compose(id, mail, _settings.Sender);
            if (Kept() is { } kept && await TryKeptAsync(kept, message))
            {
                return;
            }

            ct.ThrowIfCancellationRequested();
            await SendAsync(Connect(), message);
        }
        catch (FormatException e)
        {
            throw new MailRefusedException($"Not an address a mail can be sent to: {e.Message}", e);
        }
        catch (SmtpFailedRecipientException e) when ((int)e.StatusCode >= 500)
        {
            throw new MailRefusedException(e.Message, e);
        }
        catch (SmtpException e) when (e is SmtpFailedRecipientException || IsAboutContent(e.StatusCode))
        {
            throw new MailDeferredException(e.Message, e);
        }
    }

    /// <summary>
    /// Answers to a mail's content. A provider that finds one mail too long or too suspicious takes the next one, so this
    /// mail waits alone. Not refused for good: 554 is also how a server greets that takes nothing today.
    /// </summary>
    private static bool IsAboutContent(SmtpStatusCode code)
        => code is SmtpStatusCode.LocalErrorInProcessing or SmtpStatusCode.InsufficientStorage or SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.TransactionFailed;

    public void Dispose()
    {
        _sweep.Dispose();
        while (_idle.TryPop(out var kept))
        {
            kept.Client.Dispose();
        }
    }

    private SmtpClient? Kept()
    {
        while (_idle.TryPop(out var kept))
        {
            if (_clock.GetElapsedTime(kept.Since) < Keep)
            {
                return kept.Client;
            }

            kept.Client.Dispose();
        }

        return null;
    }

    /// <summary>
    /// False when the kept connection broke at once, most likely because the server had closed it: a new one is tried, with
    /// the same Message-ID. One that took its time had a server at its end that may have the mail: that is told like any failure.
    /// </summary>
    private async Task<bool> TryKeptAsync(SmtpClient client, MailMessage message)
    {
        var started = _clock.GetTimestamp();
        try
        {
            await SendAsync(client, message);
            return true;
        }
        catch (SmtpException e) when (e is not SmtpFailedRecipientException && !IsAboutContent(e.StatusCode) && _clock.GetElapsedTime(started) < _settings.Timeout)
        {
            return false;
        }
    }

    private async Task SendAsync(SmtpClient client, MailMessage message)
    {
        var sent = false;
        try
        {
            // Its asynchronous form waits for the server's answers by blocking a thread of the pool: a few dozen mails under
            // way starved every request of the host (measured: tag to dashboard 440 ms instead of 15). So on threads of their own.
            // Not cancelled by a stop: a mail half said would be sent again.
            await Task.Factory.StartNew(() => client.Send(message), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            sent = true;
            _idle.Push((client, _clock.GetTimestamp()));
        }
        finally
        {
            if (!sent)
            {
                client.Dispose();
            }
        }
    }

    private SmtpClient Connect()
    {
        var client = new SmtpClient(_settings.Host, _settings.Port) { EnableSsl = _settings.StartTls, Timeout = (int)_settings.Timeout.TotalMilliseconds };
        if (_settings.User is not null)
        {
            client.Credentials = new NetworkCredential(_settings.User, _settings.Password);
        }

        return client;
    }

    /// <summary>Says goodbye on connections nobody has used for a while.</summary>
    private void Sweep()
    {
        var fresh = new Stack<(SmtpClient Client, long Since)>();
        while (_idle.TryPop(out var kept))
        {
            if (_clock.GetElapsedTime(kept.Since) < Keep)
            {
                fresh.Push(kept);
            }
            else
            {
                kept.Client.Dispose();
            }
        }

        if (fresh.Count > 0)
        {
            _idle.PushRange([.. fresh]);
        }
    }
}
