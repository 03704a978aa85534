namespace EcoprodPlatform.Testing;

/// <summary>Where the sources lie, seen from a test's output folder.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the repository's root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EcoprodPlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No EcoprodPlatform.sln above {AppContext.BaseDirectory}");
    }
}
