using System.Globalization;
using System.Net.Mail;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>Writes each mail as an .eml file, where no SMTP server is configured; staff read them on a page.</summary>
internal sealed class EmlFolderTransport(MailSettings settings, TimeProvider clock) : IMailTransport
{
    public bool KeepsBodies => true;

    public string Description => $".eml files in {settings.Folder}";

    public async Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        var drop = Path.Combine(settings.Folder, $".{id:N}");
        Directory.CreateDirectory(drop);
        try
        {
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = drop };
            using var message = MailComposer.Compose(id, mail, settings.Sender);
            await client.SendMailAsync(message, ct);
            var written = Directory.GetFiles(drop, "*.eml").Single();
            // Named by time and id, and moved into place whole: a reader never sees half a mail, and a second copy replaces the first.
            var name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{id:N}.eml");
            foreach (var copy in Directory.GetFiles(settings.Folder, $"*-{id:N}.eml"))
            {
                File.Delete(copy);
            }

            File.Move(written, Path.Combine(settings.Folder, name));
        }
        catch (FormatException e)
        {
            throw new MailRefusedException($"Not an address a mail can be sent to: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(drop, recursive: true);
        }
    }
}
