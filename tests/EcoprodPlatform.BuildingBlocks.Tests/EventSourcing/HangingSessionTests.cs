using EcoprodPlatform.EventSourcing;
using JasperFx.Events;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>Sessions that hang, die or are cut under the daemon.</summary>
public sealed class HangingSessionTests
{
    [Fact]
    public async Task An_append_that_hangs_in_its_transaction_is_named_ended_by_the_database_and_passed()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await log.StartDaemonAsync();
        var (connection, transaction) = await log.AppendSlowlyAsync(log.Ids.NewId(), new Opened("hanging"));
        await using (var sooner = new NpgsqlCommand("set local idle_in_transaction_session_timeout = '9s'", connection, transaction))
        {
            await sooner.ExecuteNonQueryAsync();
        }

        await log.AppendAsync(new Opened("behind it"));

        await log.UntilAsync($"select error like '%process {connection.ProcessID} of \"ecoprod ledger\", idle in transaction%' from projections where name = 'balances'");
        await log.UntilAsync("select exists (select 1 from balances where owner = 'behind it')");
        (await log.RowsAsync("select owner from balances")).ShouldBe(["behind it"], "the append that hung was rolled back");
        await log.UntilAsync("select status = 'running' from projections where name = 'balances'");
        (await Should.ThrowAsync<PostgresException>(transaction.CommitAsync())).SqlState.ShouldBe("25P03");
        await connection.DisposeAsync();
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task A_session_of_a_module_that_rests_in_a_transaction_is_ended_by_the_database()
    {
        await using var log = await LogFixture.CreateAsync();
        (await log.ScalarAsync<string>("show idle_in_transaction_session_timeout")).ShouldBe("20s");
        await using var strict = new ModuleLog(new NpgsqlConnectionStringBuilder(log.ConnectionString) { Options = "-c idle_in_transaction_session_timeout=5000" }.ConnectionString, log.Log.Definition);
        await using var command = strict.DataSource.CreateCommand("show idle_in_transaction_session_timeout");
        (await command.ExecuteScalarAsync()).ShouldBe("5s", "the operator's connection string has the last word");
    }

    [Fact]
    public async Task When_every_session_is_cut_the_daemon_listens_and_follows_again_and_still_owns_the_log()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("before"));
        await daemon.CaughtUpAsync(default);

        await using var admin = NpgsqlDataSource.Create(log.ConnectionString);
        await using (var cut = admin.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"))
        {
            ((long)(await cut.ExecuteScalarAsync())!).ShouldBeGreaterThan(1);
        }

        log.Log.DataSource.Clear();
        await log.AppendAsync(new Opened("after"));

        await log.UntilAsync("select count(*) = 2 from balances");
        await LogFixture.UntilAsync(admin, "select count(*) = 1 from pg_stat_activity where query = 'listen ecoprod_ledger_log' and datname = current_database()");
        daemon.Owned.ShouldBe(["ledger"]);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task Streams_written_at_once_that_share_an_inline_row_lose_no_update()
    {
        await using var log = await LogFixture.CreateAsync(new GrandTotal());
        await log.ExecuteAsync(GrandTotal.Table);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var n = 1; n <= 50; n++)
            {
                await log.AppendAsync(new Opened("one of many"), new Credited(n));
            }
        })));

        (await log.RowsAsync("select accounts || ' accounts, ' || cents from grand_total")).ShouldBe([$"400 accounts, {8 * 50 * 51 / 2}"]);
    }

    private sealed class GrandTotal() : SqlProjection("grand-total")
    {
        public const string Table = "create table grand_total (id int primary key, accounts bigint not null, cents bigint not null)";

        public override IReadOnlyList<string> Tables => ["grand_total"];

        public override void Apply(IEvent @event, ProjectionBatch rows) => rows.Run(
            "insert into grand_total values (1, $1, $2) on conflict (id) do update set accounts = grand_total.accounts + $1, cents = grand_total.cents + $2",
            @event.Data is Opened ? 1L : 0L,
            @event.Data is Credited e ? e.Cents : 0L);
    }
}
