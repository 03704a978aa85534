using System.Diagnostics;
using EcoprodPlatform.Host.Embedded;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Embedded;

/// <summary>deploy/backup and deploy/restore, on the embedded default: a backup nobody has restored is none.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new("backup");

    private string Backup => _folder.PathOf("saved.tar");

    public async Task InitializeAsync()
    {
        await OnAsync("data", """
            create role backup_test_module nologin;
            create schema backup_test authorization backup_test_module;
            set role backup_test_module;
            create table backup_test.kept (n int);
            insert into backup_test.kept values (7);
            """);
        Directory.CreateDirectory(_folder.PathOf("data", "mails"));
        await File.WriteAllTextAsync(_folder.PathOf("data", "mails", "one.eml"), "Bonjour");
        Directory.CreateDirectory(_folder.PathOf("data", "keys"));
        await File.WriteAllTextAsync(_folder.PathOf("data", "keys", "accounts.key"), "saved secret\n");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_backup_brings_back_the_database_and_keeps_the_one_that_was_there()
    {
        (await RunAsync("backup", "data", Backup)).ExitCode.ShouldBe(0);
        File.GetUnixFileMode(Backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await OnAsync("data", "update backup_test.kept set n = 8");

        var (code, said) = await RunAsync("restore", "data", Backup, "--yes");

        code.ShouldBe(0, said);
        (await OnAsync("data", "select n from backup_test.kept")).ShouldBe(7);
        (await OnAsync("data", "select count(*)::int from pg_database where datname like 'ecoprod_before_%'")).ShouldBe(1);
        (await OnAsync("data", "select count(*)::int from pg_tables where schemaname = 'backup_test' and tableowner = 'backup_test_module'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_backup_can_be_restored_on_another_machine()
    {
        (await RunAsync("backup", "data", Backup)).ExitCode.ShouldBe(0);
        await OnAsync("elsewhere", "select 1");
        Directory.CreateDirectory(_folder.PathOf("elsewhere", "keys"));
        var key = _folder.PathOf("elsewhere", "keys", "accounts.key");
        await File.WriteAllTextAsync(key, "its own secret\n");

        var (code, said) = await RunAsync("restore", "elsewhere", Backup, "--yes");

        code.ShouldBe(0, said);
        (await OnAsync("elsewhere", "select n from backup_test.kept")).ShouldBe(7);
        (await File.ReadAllTextAsync(_folder.PathOf("elsewhere", "mails", "one.eml"))).ShouldBe("Bonjour");
        (await File.ReadAllTextAsync(key)).ShouldBe("saved secret\nits own secret\n", "what the restored database holds is sealed by the first");
        File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Nothing_is_restored_without_a_confirmation_nor_while_the_database_is_in_use()
    {
        (await RunAsync("backup", "data", Backup)).ExitCode.ShouldBe(0);

        var (unconfirmed, asked) = await RunAsync("restore", "data", Backup);
        var postgres = await EmbeddedPostgres.StartAsync(_folder.PathOf("data"), NullLogger.Instance, CancellationToken.None);
        await using var user = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await user.OpenAsync();
        var (used, refused) = await RunAsync("restore", "data", Backup, "--yes");
        await user.CloseAsync();
        await postgres.StopAsync();

        unconfirmed.ShouldNotBe(0);
        asked.ShouldContain("Tapez son nom pour confirmer");
        used.ShouldNotBe(0);
        refused.ShouldContain("en service");
        (await OnAsync("data", "select count(*)::int from pg_database where datname like 'ecoprod%'")).ShouldBe(1);
    }

    /// <summary>Runs SQL on the private cluster of a data folder, started and stopped for it.</summary>
    private async Task<int> OnAsync(string data, string sql)
    {
        await using var postgres = await EmbeddedPostgres.StartAsync(_folder.PathOf(data), new EmbeddedPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsync"] = "off" } }, NullLogger.Instance, CancellationToken.None);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as int? ?? 0;
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string script, string data, params string[] arguments)
    {
        var said = _folder.PathOf("said");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >\"$0\" 2>&1", said, Repository.PathOf("deploy", script), .. arguments]);
        start.Environment["ECOPROD_DATA"] = _folder.PathOf(data);
        start.Environment.Remove("ConnectionStrings__Ecoprod");
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return (process.ExitCode, await File.ReadAllTextAsync(said));
    }
}
