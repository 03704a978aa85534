using System.Diagnostics;
using System.Globalization;

namespace EcoprodPlatform.Testing;

/// <summary>A disk of a few megabytes (tmpfs), to be filled up and emptied. Needs the right to mount.</summary>
public sealed class TinyDisk : IDisposable
{
    private readonly TestFolder _folder = new("disk");
    private readonly IDisposable _afterUs;
    private readonly string _options;

    public TinyDisk(int megabytes)
    {
        Path = _folder.PathOf("disk");
        Directory.CreateDirectory(Path);
        _options = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0711");
        if (Run("mount", "-t", "tmpfs", "-o", _options, "ecoprod-test", Path) is { Code: not 0 } failed)
        {
            _folder.Dispose();
            throw new InvalidOperationException(failed.Said);
        }

        _afterUs = AfterUs.Run($"umount -l {AfterUs.Quote(Path)}");
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot { get; } = Try();

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Until nothing more fits.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        // Down to the last bytes: a page at the end of a file would still take a small write.
        foreach (var size in new[] { 65536, 4096, 1 })
        {
            var block = new byte[size];
            try
            {
                while (true)
                {
                    file.Write(block);
                }
            }
            catch (IOException)
            {
                // full for this size
            }
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        _afterUs.Dispose();
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static string? Try()
    {
        try
        {
            using var disk = new TinyDisk(1);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"A small disk cannot be mounted here (root with CAP_SYS_ADMIN): {e.Message.Trim()}";
        }
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
