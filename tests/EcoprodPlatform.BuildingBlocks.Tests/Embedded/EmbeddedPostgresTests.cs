using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EcoprodPlatform.Host.Embedded;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Embedded;

/// <summary>The embedded default under everything that happens to a data folder: each test has its own, with fsync off.</summary>
public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Fast = new(StringComparer.Ordinal) { ["fsync"] = "off" };

    private readonly TestFolder _folder = new("embedded");
    private readonly List<EmbeddedPostgres> _started = [];

    private string Cluster => _folder.PathOf("pg", "cluster");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var postgres in _started)
        {
            await postgres.StopAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_fresh_folder_gets_a_server_with_the_database_on_loopback_only_behind_a_password()
    {
        var postgres = await StartAsync();

        postgres.Adopted.ShouldBeFalse();
        (await ScalarAsync(postgres, "select current_database()")).ShouldBe("ecoprod");
        (await ScalarAsync(postgres, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await ScalarAsync(postgres, "show unix_socket_directories")).ShouldBe("");
        (await ScalarAsync(postgres, "show max_connections")).ShouldBe("200");
        (await ScalarAsync(postgres, "show data_checksums")).ShouldBe("on");
        var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };
        (await Should.ThrowAsync<PostgresException>(() => OpenAsync(stranger.ConnectionString))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        File.GetUnixFileMode(_folder.PathOf("pg", "password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task An_error_of_every_day_is_one_short_line_of_a_log_that_does_not_grow_for_ever()
    {
        var postgres = await StartAsync();
        var before = new FileInfo(postgres.ServerLog).Length;
        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(postgres, $"do $$ begin raise exception 'stale' using detail = '{new string('x', 900)}'; end $$"));
        var said = (await File.ReadAllTextAsync(postgres.ServerLog))[(int)before..];
        said.ShouldContain("stale");
        said.Length.ShouldBeLessThan(200, said);

        await using (var log = new FileStream(postgres.ServerLog, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            await log.WriteAsync(new byte[11 * 1024 * 1024]);
        }

        postgres.TrimLog();
        new FileInfo(postgres.ServerLog + ".1").Length.ShouldBeGreaterThan(10 * 1024 * 1024);
        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(postgres, "select 1 / 0"));
        (await File.ReadAllTextAsync(postgres.ServerLog)).ShouldStartWith("20", Case.Sensitive, "the server goes on at the start of the file");
    }

    [Fact]
    public async Task A_clean_stop_ends_the_server_and_a_new_start_finds_the_data_on_the_same_port()
    {
        var first = await StartAsync();
        await ExecuteAsync(first, "create table kept (n int); insert into kept values (7)");
        await first.StopAsync();
        PostmasterPid.WorkingIn(Cluster).ShouldBeEmpty();

        var second = await StartAsync();

        second.Adopted.ShouldBeFalse();
        second.Port.ShouldBe(first.Port);
        (await ScalarAsync(second, "select n::text from kept")).ShouldBe("7");
    }

    [Fact]
    public async Task A_second_host_adopts_the_running_server_and_the_last_one_out_stops_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();

        second.Adopted.ShouldBeTrue();
        second.Port.ShouldBe(first.Port);
        await first.StopAsync();
        (await ScalarAsync(second, "select 'still there'")).ShouldBe("still there");
        await second.StopAsync();
        PostmasterPid.WorkingIn(Cluster).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_an_operator_started_is_used_and_left_running()
    {
        var ours = await StartAsync();
        await ours.StopAsync();
        var byHand = PostgresBinaries.Find(_folder.Path, null, null);
        (await ServerUser.For(Cluster).RunAsync("/dev/null", [byHand.PgCtl, "start", "-w", "-D", Cluster, "-l", "/dev/null", "-o", $"-p {ours.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"], CancellationToken.None)).ShouldBe(0);

        var adopter = await StartAsync();
        await adopter.StopAsync();

        adopter.Adopted.ShouldBeTrue();
        PostmasterPid.Read(Cluster)!.IsAlive(Cluster).ShouldBeTrue();
        (await ServerUser.For(Cluster).RunAsync("/dev/null", [byHand.PgCtl, "stop", "-w", "-m", "fast", "-D", Cluster], CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_killed_with_9_comes_back_with_what_was_committed()
    {
        var first = await StartAsync();
        await ExecuteAsync(first, "create table kept (n int); insert into kept values (7)");
        Kill(PostmasterPid.Read(Cluster)!.Pid);

        var second = await StartAsync();

        second.Adopted.ShouldBeFalse();
        (await ScalarAsync(second, "select n::text from kept")).ShouldBe("7");
    }

    [Fact]
    public async Task A_pid_file_that_names_another_living_process_does_not_stop_the_start()
    {
        var first = await StartAsync();
        await first.StopAsync();
        await File.WriteAllTextAsync(PostmasterPid.PathIn(Cluster), $"{Environment.ProcessId}\n{Cluster}\n0\n{first.Port}\n\n127.0.0.1\n\nready   \n");

        var second = await StartAsync();

        second.Adopted.ShouldBeFalse();
        (await ScalarAsync(second, "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task An_empty_pid_file_does_not_stop_the_start()
    {
        var first = await StartAsync();
        await first.StopAsync();
        await File.WriteAllTextAsync(PostmasterPid.PathIn(Cluster), "");

        (await ScalarAsync(await StartAsync(), "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task A_taken_port_means_the_next_free_one()
    {
        var first = await StartAsync();
        await first.StopAsync();
        using var squatter = new TcpListener(IPAddress.Loopback, first.Port);
        squatter.Start();

        var second = await StartAsync();

        second.Port.ShouldNotBe(first.Port);
        (await ScalarAsync(second, "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task Five_starters_at_once_share_one_server()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(StartAsync)));

        all.Count(p => !p.Adopted).ShouldBe(1);
        all.Select(p => p.Port).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_creation_that_was_cut_short_is_done_again()
    {
        Directory.CreateDirectory(_folder.PathOf("pg", "cluster.unfinished", "base"));
        await File.WriteAllTextAsync(_folder.PathOf("pg", "cluster.unfinished", "PG_VERSION"), "15\n");

        (await ScalarAsync(await StartAsync(), "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task A_very_long_folder_name_works()
    {
        var deep = _folder.PathOf(new string('a', 120), new string('b', 120));
        Directory.CreateDirectory(deep);

        (await ScalarAsync(await StartAsync(deep), "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task A_folder_with_spaces_quotes_and_accents_works()
    {
        var odd = _folder.PathOf("l'été $HOME \"x\"");
        Directory.CreateDirectory(odd);

        (await ScalarAsync(await StartAsync(odd), "select 'up'")).ShouldBe("up");
    }

    [Fact]
    public async Task Root_s_closed_folder_keeps_its_cluster_elsewhere_and_finds_it_again()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return; // only root lends the server another identity
        }

        var closed = _folder.PathOf("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new EmbeddedPostgresOptions { Settings = Fast, SharedFolder = _folder.PathOf("shared") };
        var first = await StartAsync(closed, options);
        await ExecuteAsync(first, "create table kept (n int); insert into kept values (7)");
        await first.StopAsync();

        var second = await StartAsync(closed, options);

        (await ScalarAsync(second, "select n::text from kept")).ShouldBe("7");
        Directory.GetDirectories(_folder.PathOf("shared")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Missing_programs_are_told_in_both_languages_with_what_to_do()
    {
        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(_folder.Path, new EmbeddedPostgresOptions { BinaryFolders = [_folder.PathOf("nothing")] }));

        e.Text.Fr.ShouldContain("Installez le paquet « postgresql »");
        e.Text.En.ShouldContain("Install the package \"postgresql\"");
        e.Message.ShouldBe(e.Text.Fr + Environment.NewLine + e.Text.En);
    }

    [Fact]
    public async Task Data_of_another_major_version_are_refused_by_name_and_left_alone()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "14\n");

        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync());

        e.Text.Fr.ShouldContain("PostgreSQL 14");
        e.Text.Fr.ShouldContain("postgresql-14");
        Directory.GetFileSystemEntries(Cluster).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_told()
    {
        // A file in the way: works for root too, whom permissions do not stop.
        var blocked = _folder.PathOf("file");
        await File.WriteAllTextAsync(blocked, "");

        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(blocked));

        e.Text.Fr.ShouldContain(blocked);
        e.Text.En.ShouldContain(blocked);
    }

    [Fact]
    public async Task A_lost_password_is_told_instead_of_a_refused_connection()
    {
        var first = await StartAsync();
        await first.StopAsync();
        File.Delete(_folder.PathOf("pg", "password"));

        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync());

        e.Text.En.ShouldContain("password is missing");
        PostmasterPid.WorkingIn(Cluster).ShouldBeEmpty();
    }

    private Task<EmbeddedPostgres> StartAsync() => StartAsync(_folder.Path);

    private async Task<EmbeddedPostgres> StartAsync(string folder, EmbeddedPostgresOptions? options = null)
    {
        var postgres = await EmbeddedPostgres.StartAsync(folder, options ?? new EmbeddedPostgresOptions { Settings = Fast }, NullLogger.Instance, CancellationToken.None);
        lock (_started)
        {
            _started.Add(postgres);
        }

        return postgres;
    }

    private static void Kill(int pid)
    {
        using var kill = Process.Start("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<string> ScalarAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = await OpenAsync(postgres.ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = await OpenAsync(postgres.ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
