using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>
/// The embedded default: a private PostgreSQL cluster in <c>&lt;data&gt;/pg</c>, on loopback only, behind a random
/// password. Several hosts on one data folder share one server; the last one to stop cleanly stops it, if a host started it.
/// A host that was killed leaves it running, and the next one adopts it.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Superuser = "ecoprod";
    private const string Database = "ecoprod";
    private static readonly string[] NoSync = ["--no-sync"];
    private const string Starting = "starting";
    private const int FirstPort = 15432;
    private const long LogLimit = 10 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(30);

    private readonly string _home;
    private readonly EmbeddedPostgresOptions _options;
    private readonly ILogger _logger;
    private readonly FileStream _use;
    private PostgresBinaries _binaries = null!;
    private ServerUser _user = null!;
    private bool _stopped;

    private EmbeddedPostgres(string home, FileStream use, EmbeddedPostgresOptions options, ILogger logger)
    {
        _home = home;
        _use = use;
        _options = options;
        _logger = logger;
    }

    /// <summary>How to reach the database <c>ecoprod</c> as its superuser.</summary>
    public string ConnectionString { get; private set; } = "";

    public int Port { get; private set; }

    /// <summary>The server was running already.</summary>
    public bool Adopted { get; private set; }

    private string Cluster => Path.Combine(_home, "cluster");

    internal string ServerLog => Path.Combine(_home, "server.log");

    private string ToolLog => Path.Combine(_home, "tools.log");

    /// <summary>Names the server that a host started: one that an operator started by hand is never stopped by us.</summary>
    private string StartedByUs => Path.Combine(_home, "started");

    public static Task<EmbeddedPostgres> StartAsync(string dataFolder, ILogger logger, CancellationToken ct)
        => StartAsync(dataFolder, new EmbeddedPostgresOptions(), logger, ct);

    public static async Task<EmbeddedPostgres> StartAsync(string dataFolder, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        dataFolder = Path.GetFullPath(dataFolder);
        FileStream? use = null;
        try
        {
            var home = PrepareHome(dataFolder, options, logger);
            await using var turn = await TakeTurnAsync(home, options.Clock, ct);
            use = JoinUse(home);
            var postgres = new EmbeddedPostgres(home, use, options, logger);
            await postgres.StartAsync(dataFolder, ct);
            return postgres;
        }
        catch (Exception e)
        {
            if (use is not null)
            {
                await use.DisposeAsync();
            }

            throw e switch
            {
                UnauthorizedAccessException => new EmbeddedPostgresException(new Text(
                    $"Le dossier de données {dataFolder} n'est pas accessible en écriture : {e.Message} Donnez-en un autre dans ECOPROD_DATA, ou corrigez ses droits.",
                    $"The data folder {dataFolder} cannot be written to: {e.Message} Name another one in ECOPROD_DATA, or correct its permissions."), e),
                IOException { HResult: NoSpaceLeft } => DiskFull(dataFolder, e),
                IOException => new EmbeddedPostgresException(new Text(
                    $"Le dossier de données {dataFolder} n'est pas utilisable : {e.Message}",
                    $"The data folder {dataFolder} cannot be used: {e.Message}"), e),
                _ => e,
            };
        }
    }

    /// <summary>
    /// Lets go of the server, and stops it when no other host uses it and a host had started it. Returns when it has
    /// written everything and is gone.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await using var turn = await TakeTurnAsync(_home, _options.Clock, CancellationToken.None);
        await _use.DisposeAsync();
        if (PostmasterPid.Read(Cluster) is not { } running || !running.IsAlive(Cluster) || !WasStartedByUs(running) || IsUsedByOthers())
        {
            return;
        }

        await StopServerAsync();
    }

    /// <summary>
    /// Starts the server again on its port if it is gone (killed, out of memory, a full disk): everybody's connections name
    /// that port. False when nothing had to be done.
    /// </summary>
    public async Task<bool> ReviveAsync(CancellationToken ct)
    {
        if (_stopped || IsAlive)
        {
            return false;
        }

        await using var turn = await TakeTurnAsync(_home, _options.Clock, ct);
        if (_stopped || IsAlive)
        {
            return false; // another host of this folder was faster
        }

        await RemoveLeftoversAsync(ct);
        try
        {
            await StartServerAsync(Path.GetDirectoryName(_home)!, Port, ct);
        }
        catch (IOException e) when (e.HResult == NoSpaceLeft)
        {
            throw DiskFull(_home, e);
        }

        return true;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private bool IsAlive => PostmasterPid.Read(Cluster) is { } running && running.IsAlive(Cluster);

    private const int NoSpaceLeft = 28; // ENOSPC
    private const int WouldBlock = 11; // EWOULDBLOCK

    private static EmbeddedPostgresException DiskFull(string folder, Exception? inner = null) => new(new Text(
        $"Le disque qui porte {folder} est plein : PostgreSQL ne peut pas y écrire. Libérez de la place, ou donnez un autre dossier dans ECOPROD_DATA.",
        $"The disk that holds {folder} is full: PostgreSQL cannot write to it. Free some space, or name another folder in ECOPROD_DATA."), inner);

    // The second form is a write that was cut short: the system gives no reason then.
    private static bool SaysDiskFull(string said)
        => said.Contains("No space left", StringComparison.Ordinal) || said.Contains("Check free disk space", StringComparison.Ordinal);

    private static string LastLines(string said) => string.Join(Environment.NewLine, said.Split('\n').TakeLast(5));

    private static string PrepareHome(string dataFolder, EmbeddedPostgresOptions options, ILogger logger)
    {
        var home = Path.Combine(dataFolder, "pg");
        MakePassable(dataFolder);
        MakePassable(home);
        home = new DirectoryInfo(home).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? home;
        var user = ServerUser.For(Path.Combine(home, "cluster"));
        if (user.CanEnter(home))
        {
            return home;
        }

        if (Directory.EnumerateFileSystemEntries(home).Any())
        {
            throw new EmbeddedPostgresException(new Text(
                $"L'utilisateur qui fait tourner PostgreSQL ne peut pas entrer dans {home}. Ouvrez le passage aux dossiers parents (chmod o+x), ou donnez un autre dossier dans ECOPROD_DATA.",
                $"The user that PostgreSQL runs as cannot enter {home}. Let it pass through the folders above (chmod o+x), or name another folder in ECOPROD_DATA."));
        }

        // Root's own folders (/root) are closed to everybody else: the cluster lives elsewhere and the data folder points to it.
        var elsewhere = Path.Combine(options.SharedFolder, $"pg-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        MakePassable(options.SharedFolder);
        MakePassable(elsewhere);
        Directory.Delete(home);
        File.CreateSymbolicLink(home, elsewhere);
        logger.LogWarning("{Home} is closed to the user that PostgreSQL runs as: its data are kept in {Elsewhere}", home, elsewhere);
        return elsewhere;
    }

    /// <summary>Creates a folder that the user the server runs as may enter but not list, whatever our umask; leaves an existing one as it is.</summary>
    private static void MakePassable(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>One starter or stopper at a time per data folder.</summary>
    private static async Task<FileStream> TakeTurnAsync(string home, TimeProvider clock, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(home, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == WouldBlock && clock.GetElapsedTime(since) < Patience)
            {
                await clock.Pause(Step, ct);
            }
        }
    }

    private static FileStream JoinUse(string home) => new(Path.Combine(home, "used"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);

    private bool IsUsedByOthers()
    {
        try
        {
            using var alone = new FileStream(Path.Combine(_home, "used"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return true;
        }
    }

    private async Task StartAsync(string dataFolder, CancellationToken ct)
    {
        _binaries = PostgresBinaries.Find(dataFolder, ClusterMajor(), _options.BinaryFolders);
        _user = ServerUser.For(Cluster);
        var since = _options.Clock.GetTimestamp();
        if (await AdoptAsync(ct) is { } running)
        {
            Adopted = true;
            Port = running.Port;
        }
        else
        {
            await RemoveLeftoversAsync(ct);
            if (ClusterMajor() is null)
            {
                await CreateClusterAsync(dataFolder, ct);
            }

            Port = await StartServerAsync(dataFolder, null, ct);
        }

        try
        {
            ct.ThrowIfCancellationRequested();
            ConnectionString = ConnectionTo(Database, Port);
            await CreateDatabaseAsync(ct);
        }
        catch when (!Adopted)
        {
            await StopServerAsync();
            throw;
        }

        _logger.LogInformation(
            "PostgreSQL {Major} in {Folder} {How} on 127.0.0.1:{Port} in {Milliseconds} ms",
            _binaries.Major, Cluster, Adopted ? "was running" : "started", Port, (int)_options.Clock.GetElapsedTime(since).TotalMilliseconds);
    }

    private async Task StopServerAsync()
    {
        var running = PostmasterPid.Read(Cluster);
        var code = await _user.RunAsync(ToolLog, [_binaries.PgCtl, "stop", "-s", "-D", Cluster, "-m", "fast", "-w", "-t", "60"], CancellationToken.None);
        if (code != 0)
        {
            _logger.LogWarning("PostgreSQL in {Folder} did not stop: see {Log}", Cluster, ToolLog);
            return;
        }

        // pg_ctl waits for the pid file to go, and the server itself goes a moment after it.
        var since = _options.Clock.GetTimestamp();
        while (running is not null && running.IsAlive(Cluster) && _options.Clock.GetElapsedTime(since) < Patience)
        {
            await _options.Clock.Pause(Step, CancellationToken.None);
        }

        File.Delete(StartedByUs);
        _logger.LogInformation("PostgreSQL in {Folder} stopped", Cluster);
    }

    private int? ClusterMajor()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    /// <summary>The server already running on this cluster once it answers; null when there is none, or when it has gone meanwhile.</summary>
    private async Task<PostmasterPid?> AdoptAsync(CancellationToken ct)
    {
        var since = _options.Clock.GetTimestamp();
        while (PostmasterPid.Read(Cluster) is { } running && running.IsAlive(Cluster))
        {
            if (running.IsReady && await AnswersAsync(running.Port, ct))
            {
                return running;
            }

            if (_options.Clock.GetElapsedTime(since) > Patience)
            {
                throw new EmbeddedPostgresException(new Text(
                    $"Un serveur PostgreSQL (processus {running.Pid}) tient {Cluster} mais ne répond pas. Voyez {ServerLog}.",
                    $"A PostgreSQL server (process {running.Pid}) holds {Cluster} but does not answer. See {ServerLog}."));
            }

            await _options.Clock.Pause(Step, ct);
        }

        return null;
    }

    private async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres", port));
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw WrongPassword(e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>
    /// After a killed server: waits for its orphaned children to go, then removes the pid file that would make the next
    /// start refuse. Also removes a cluster whose creation never finished.
    /// </summary>
    private async Task RemoveLeftoversAsync(CancellationToken ct)
    {
        if (Directory.Exists(Unfinished))
        {
            Directory.Delete(Unfinished, recursive: true);
        }

        if (!File.Exists(PostmasterPid.PathIn(Cluster)))
        {
            return;
        }

        var since = _options.Clock.GetTimestamp();
        while (PostmasterPid.WorkingIn(Cluster) is { Count: > 0 } orphans)
        {
            if (_options.Clock.GetElapsedTime(since) > Patience)
            {
                var pids = string.Join(", ", orphans);
                throw new EmbeddedPostgresException(new Text(
                    $"Des processus d'un serveur PostgreSQL disparu tiennent encore {Cluster} : {pids}. Arrêtez-les, puis recommencez.",
                    $"Processes of a PostgreSQL server that is gone still hold {Cluster}: {pids}. Stop them, then try again."));
            }

            await _options.Clock.Pause(Step, ct);
        }

        File.Delete(PostmasterPid.PathIn(Cluster));
        _logger.LogInformation("PostgreSQL in {Folder} had not been stopped cleanly; it recovers by itself", Cluster);
    }

    private string Unfinished => Path.Combine(_home, "cluster.unfinished");

    private bool Durable => !(_options.Settings.TryGetValue("fsync", out var fsync) && fsync is "off");

    private string PasswordFile => Path.Combine(_home, "password");

    private async Task CreateClusterAsync(string dataFolder, CancellationToken ct)
    {
        if (Directory.Exists(Cluster))
        {
            throw new EmbeddedPostgresException(new Text(
                $"{Cluster} existe mais n'est pas un dossier PostgreSQL complet. Déplacez-le, puis recommencez.",
                $"{Cluster} exists but is not a complete PostgreSQL folder. Move it away, then try again."));
        }

        await WritePrivateAsync(PasswordFile, RandomNumberGenerator.GetHexString(32, lowercase: true), ct);
        var forInitdb = Path.Combine(_home, "password.initdb");
        Directory.CreateDirectory(Unfinished);
        _user.Own(Unfinished);
        try
        {
            File.Copy(PasswordFile, forInitdb, overwrite: true);
            _user.Own(forInitdb);
            var log = new Tail(ToolLog);
            var code = await _user.RunAsync(
                ToolLog,
                [_binaries.Initdb, "-D", Unfinished, "-U", Superuser, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", $"--pwfile={forInitdb}", "--data-checksums", "--no-instructions", .. Durable ? [] : NoSync],
                ct);
            if (code != 0)
            {
                var said = log.Read();
                throw SaysDiskFull(said) ? DiskFull(dataFolder) : new EmbeddedPostgresException(new Text(
                    $"PostgreSQL n'a pas pu préparer {Cluster} : {LastLines(said)}",
                    $"PostgreSQL could not prepare {Cluster}; its words are above, and in {ToolLog}."));
            }
        }
        finally
        {
            File.Delete(forInitdb);
        }

        // The name appears only when all is there: a killed creation is started over.
        Directory.Move(Unfinished, Cluster);
    }

    /// <summary>Begins the server's log anew once it is long, and keeps the one before. The server appends to it, so what is cut goes on at the start.</summary>
    internal void TrimLog()
    {
        if (File.Exists(ServerLog) && new FileInfo(ServerLog).Length > LogLimit)
        {
            File.Copy(ServerLog, ServerLog + ".1", overwrite: true);
            using var log = new FileStream(ServerLog, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        }
    }

    /// <param name="dataFolder">For messages.</param>
    /// <param name="onlyPort">The one port it may have; null: any near the usual one.</param>
    /// <param name="ct">Cancels only before it starts.</param>
    private async Task<int> StartServerAsync(string dataFolder, int? onlyPort, CancellationToken ct)
    {
        TrimLog();
        var port = onlyPort ?? FirstPortToTry();
        for (var attempt = 0; ; attempt++)
        {
            port = onlyPort ?? FreePort(port);
            var serverLog = new Tail(ServerLog);
            await File.WriteAllTextAsync(StartedByUs, Starting, ct);
            // The folder goes by environment: pg_ctl would put it between double quotes into a shell's command line.
            var code = await _user.RunAsync(
                ServerLog,
                ["env", $"PGDATA={Cluster}", _binaries.PgCtl, "start", "-s", "-w", "-t", "120", "-o", string.Join(' ', Settings(port).Select(s => $"-c {s.Key}='{s.Value}'"))],
                CancellationToken.None); // not half-way: the server would go on without us
            if (code == 0)
            {
                await File.WriteAllTextAsync(Path.Combine(_home, "port"), port.ToString(CultureInfo.InvariantCulture), ct);
                await File.WriteAllTextAsync(StartedByUs, PostmasterPid.Read(Cluster)?.Pid.ToString(CultureInfo.InvariantCulture), ct);
                return port;
            }

            var said = serverLog.Read();
            if (SaysDiskFull(said))
            {
                throw DiskFull(dataFolder);
            }

            if (attempt >= 20 || onlyPort is not null || !said.Contains("Address already in use", StringComparison.Ordinal))
            {
                throw new EmbeddedPostgresException(new Text(
                    $"PostgreSQL n'a pas démarré dans {Cluster} : {LastLines(said)}",
                    $"PostgreSQL did not start in {Cluster}; its words are above, and in {ServerLog}."));
            }

            port++; // taken between our look and its bind
        }
    }

    private Dictionary<string, string> Settings(int port)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "", // socket paths end at 107 bytes, and their lock files outlive a killed server
            ["max_connections"] = "200",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_checkpoints"] = "off",
            // Two who save at the same moment are an everyday thing, told by an error: one line of it, without the statement and its values.
            ["log_error_verbosity"] = "terse",
            ["log_min_error_statement"] = "panic",
            ["cluster_name"] = PostmasterPid.NameOf(Cluster),
        };
        foreach (var (name, value) in _options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }

    private int FirstPortToTry()
    {
        if (_options.Port is { } chosen)
        {
            return chosen;
        }

        var remembered = Path.Combine(_home, "port");
        return File.Exists(remembered) && int.TryParse(File.ReadAllText(remembered), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 1023 and < 65000
            ? port
            : FirstPort + RandomNumberGenerator.GetInt32(1000);
    }

    private static int FreePort(int first)
    {
        for (var port = first; port < IPEndPoint.MaxPort; port++)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken, the next one
            }
        }

        throw new EmbeddedPostgresException(new Text("Aucun port libre pour PostgreSQL.", "No free port for PostgreSQL."));
    }

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres", Port));
            await connection.OpenAsync(ct);
            await using var look = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = Database } } };
            if (await look.ExecuteScalarAsync(ct) is null)
            {
                await using var create = new NpgsqlCommand($"create database {Database}", connection);
                await create.ExecuteNonQueryAsync(ct);
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            throw WrongPassword(e);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DiskFull)
        {
            throw DiskFull(_home, e);
        }
    }

    private EmbeddedPostgresException WrongPassword(Exception e) => new(new Text(
        $"PostgreSQL refuse le mot de passe de {PasswordFile}. Remettez le fichier d'origine (il est dans les sauvegardes de deploy/backup).",
        $"PostgreSQL refuses the password in {PasswordFile}. Put the original file back (backups made by deploy/backup hold it)."), e);

    private bool WasStartedByUs(PostmasterPid running)
        => File.Exists(StartedByUs) && File.ReadAllText(StartedByUs).Trim() is var said
            && (said is Starting || string.Equals(said, running.Pid.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private string ConnectionTo(string database, int port)
    {
        if (!File.Exists(PasswordFile))
        {
            throw new EmbeddedPostgresException(new Text(
                $"Le mot de passe de la base manque : {PasswordFile}. Remettez le fichier d'origine (il est dans les sauvegardes de deploy/backup).",
                $"The database's password is missing: {PasswordFile}. Put the original file back (backups made by deploy/backup hold it)."));
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Superuser,
            Password = File.ReadAllText(PasswordFile).Trim(),
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = database is Database,
        }.ConnectionString;
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), ct);
    }

    /// <summary>What a log file says from now on.</summary>
    private sealed class Tail(string path)
    {
        private readonly long _from = File.Exists(path) ? new FileInfo(path).Length : 0;

        public string Read()
        {
            if (!File.Exists(path))
            {
                return "";
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(Math.Min(_from, file.Length), SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
    }
}
