using System.Globalization;
using MimeKit;

namespace EcoprodPlatform.Mail;

/// <summary>Writes each mail as an .eml file, where no SMTP server is configured; staff read them on a page.</summary>
internal sealed class EmlFolderTransport(MailSettings settings, TimeProvider clock) : IMailTransport
{
    private static readonly FormatOptions AsSent = new() { NewLineFormat = NewLineFormat.Dos };

    public bool KeepsBodies => true;

    public string Description => $".eml files in {settings.Folder}";

    public async Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        using var message = MailComposer.Compose(id, mail, settings.Sender);
        message.Prepare(EncodingConstraint.SevenBit);
        Directory.CreateDirectory(settings.Folder);
        // Named by time and id, and moved into place whole: a reader never sees half a mail, and a second copy replaces the first.
        var part = Path.Combine(settings.Folder, $".{id:N}");
        await message.WriteToAsync(AsSent, part, ct);
        foreach (var copy in Directory.GetFiles(settings.Folder, $"*-{id:N}.eml"))
        {
            File.Delete(copy);
        }

        File.Move(part, Path.Combine(settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{id:N}.eml")));
    }
}
