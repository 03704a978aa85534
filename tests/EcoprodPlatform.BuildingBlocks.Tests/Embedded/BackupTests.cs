using System.Diagnostics;
using EcoprodPlatform.Documents;
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

    private const string Document = "01900000-0000-7000-8000-000000000001";

    /// <summary>A number that depends on each byte of the file.</summary>
    private const string Bytes = $"select hashtext(string_agg(md5(bytes), ' ' order by number)) from backup_test.document_part where document_id = '{Document}'";

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
        // The store of files as every module gets it, with a file of three parts that PostgreSQL cannot compress.
        using var script = new StreamReader(typeof(DocumentServices).Assembly.GetManifestResourceStream("0001-documents.sql")!);
        await OnAsync("data", $"""
            set role backup_test_module;
            set search_path = backup_test;
            {await script.ReadToEndAsync()}
            insert into document (id, owner, name, media_type, size, sha256, received_at, received_by, kept)
            values ('{Document}', 'project:1', 'facture.pdf', 'application/pdf', 768000, '\x00', now(), '{Document}', true);
            insert into document_part (document_id, number, bytes)
            select '{Document}', p, (select string_agg(sha256(convert_to(p || ':' || n, 'UTF8')), ''::bytea order by n) from generate_series(1, 8000) n) from generate_series(0, 2) p;
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
        (await OnAsync("data", "select count(*)::int from pg_tables where schemaname = 'backup_test' and tableowner = 'backup_test_module'")).ShouldBe(3);
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
    public async Task Files_come_back_with_every_byte_and_can_be_kept_and_erased_as_before()
    {
        var before = await OnAsync("data", Bytes);
        (await RunAsync("backup", "data", Backup)).ExitCode.ShouldBe(0);
        await OnAsync("data", "delete from backup_test.document");
        (await OnAsync("data", Bytes)).ShouldBe(0);

        var (code, said) = await RunAsync("restore", "data", Backup, "--yes");

        code.ShouldBe(0, said);
        (await OnAsync("data", Bytes)).ShouldBe(before);
        (await OnAsync("data", "select sum(octet_length(bytes))::int from backup_test.document_part")).ShouldBe(768_000);
        (await OnAsync("data", $"""
            set role backup_test_module;
            set search_path = backup_test;
            call keep_documents(array['{Document}'::uuid]);
            delete from document;
            select count(*)::int from document_part;
            """)).ShouldBe(0);
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
