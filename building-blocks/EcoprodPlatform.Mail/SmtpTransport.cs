using System.Collections.Concurrent;
using System.Net.Sockets;
using EcoprodPlatform.Kernel;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EcoprodPlatform.Mail;

/// <summary>
/// Hands mails to the configured SMTP server. A connection is kept for the next mail for a few seconds: greeting, TLS and
/// login cost more than a mail.
/// </summary>
internal sealed class SmtpTransport(MailSettings settings, TimeProvider clock) : IMailTransport, IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    /// <summary>Connections that nobody uses, and since when.</summary>
    private readonly ConcurrentDictionary<SmtpClient, long> _idle = new();

    public bool KeepsBodies => false;

    public string Description => $"SMTP {settings.Host}:{settings.Port}{settings.Tls switch { SecureSocketOptions.StartTls => " STARTTLS", SecureSocketOptions.SslOnConnect => " TLS", _ => "" }}";

    public async Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        using var message = MailComposer.Compose(id, mail, settings.Sender);
        if (Kept() is { } kept)
        {
            try
            {
                await HandOverAsync(kept, message);
                return;
            }
            catch (Exception e) when (e is not (MailRefusedException or MailDeferredException or TimeoutException))
            {
                // It broke at once, most likely because the server had closed it: a new one is tried, with the same Message-ID. One
                // that took its time had a server at its end that may have the mail: that is told like any failure.
                ct.ThrowIfCancellationRequested();
            }
        }

        // The server must speak for its certificate by its chain and name. Lists of revoked ones are not asked for: a host that only
        // reaches its mail server could not have them, and mails would wait for a third party.
        await HandOverAsync(new SmtpClient { CheckCertificateRevocation = false }, message);
    }

    public void Dispose()
    {
        while (Kept() is { } client)
        {
            client.Dispose();
        }
    }

    private SmtpClient? Kept() => _idle.Keys.FirstOrDefault(client => _idle.TryRemove(client, out _));

    /// <summary>Not cancelled by a stop: a mail half said would be sent again.</summary>
    private async Task HandOverAsync(SmtpClient client, MimeMessage message)
    {
        using var patience = new CancellationTokenSource(settings.Timeout, clock);
        var ready = false;
        try
        {
            if (!client.IsConnected)
            {
                await ConnectAsync(client, patience.Token);
            }

            ready = true;
            await client.SendAsync(message, patience.Token);
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode >= 500)
        {
            throw new MailRefusedException($"{(int)e.StatusCode} {e.Message}", e);
        }
        catch (SmtpCommandException e) when (ready && IsAboutThisMail(e))
        {
            throw new MailDeferredException($"{(int)e.StatusCode} {e.Message}", e);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer for {settings.Timeout.TotalSeconds:0} s.", e);
        }
        finally
        {
            // The client has closed what broke; a mail that was not taken leaves the connection as good as it was.
            if (ready && client.IsConnected)
            {
                _ = KeepAsync(client);
            }
            else
            {
                client.Dispose();
            }
        }
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken ct)
    {
        // A mail of more than 4 KB is written in several pieces, and the last would wait 40 ms for the server's delayed
        // acknowledgement of the first (measured; it was so for every mail with System.Net.Mail).
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host!, settings.Port, ct);
            await client.ConnectAsync(socket, settings.Host!, settings.Port, settings.Tls, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (settings.User is not null)
        {
            await client.AuthenticateAsync(settings.User, settings.Password ?? "", ct);
        }
    }

    /// <summary>
    /// A provider that finds one mail too long or too suspicious, or does not know its recipient yet, takes the next one: this
    /// mail waits alone. Content is never refused for good: a provider's suspicion passes.
    /// </summary>
    private static bool IsAboutThisMail(SmtpCommandException e)
        => e.ErrorCode == SmtpErrorCode.RecipientNotAccepted
            || (e.ErrorCode == SmtpErrorCode.MessageNotAccepted && e.StatusCode != SmtpStatusCode.ServiceNotAvailable)
            || (int)e.StatusCode is 451 or 452 or 552 or 554;

    /// <summary>Offers the connection to the next mail, and says goodbye when none has come.</summary>
    private async Task KeepAsync(SmtpClient client)
    {
        var since = clock.GetTimestamp();
        _idle[client] = since;
        await clock.Pause(Keep, CancellationToken.None);
        if (_idle.TryRemove(KeyValuePair.Create(client, since)))
        {
            using var patience = new CancellationTokenSource(settings.Timeout, clock);
            using (client)
            {
                await client.DisconnectAsync(quit: true, patience.Token);
            }
        }
    }
}
