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
        MakeFolder();
        // Named by time and id, and moved into place whole: a reader never sees half a mail, and a second copy replaces the first.
        var part = Path.Combine(settings.Folder, $".{id:N}");
        await using (var file = new FileStream(part, Private(FileMode.Create)))
        {
            await message.WriteToAsync(AsSent, file, ct);
        }

        foreach (var copy in Directory.GetFiles(settings.Folder, $"*-{id:N}.eml"))
        {
            File.Delete(copy);
        }

        File.Move(part, Path.Combine(settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{id:N}.eml")));
    }

    /// <summary>They hold names and links that sign people in: only the account the host runs under may read them.</summary>
    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(settings.Folder);
            return;
        }

        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(settings.Folder, Own);
        if (File.GetUnixFileMode(settings.Folder) != Own)
        {
            File.SetUnixFileMode(settings.Folder, Own);
        }
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
