namespace EcoprodPlatform.Testing;

/// <summary>A temporary folder that other users may pass through (servers do not run as root), gone when the test process is.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly IDisposable _afterUs;

    public TestFolder(string purpose)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ecoprod-{purpose}-{Environment.ProcessId}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}");
        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _afterUs = AfterUs.Run($"rm -rf {AfterUs.Quote(Path)}");
    }

    public string Path { get; }

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        _afterUs.Dispose();
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
