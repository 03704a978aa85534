using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Weasel.Core;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>Marten's tables are made, compared and changed by our migrations, never by a session.</summary>
public sealed class MigrationTests
{
    [Fact]
    public async Task Martens_tables_are_as_the_module_declares_them()
    {
        await using var log = await LogFixture.CreateAsync(new Balances(inline: true));

        (await log.Log.Store.Storage.Database.CreateMigrationAsync()).Difference.ShouldBe(SchemaPatchDifference.None);
    }

    [Fact]
    public async Task Another_build_or_another_Marten_brings_its_tables_up_to_date_and_loses_nothing()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"));
        await log.ExecuteAsync("alter table mt_events drop column user_name; update migrations set name = 'of an older build' where source = 'marten'");

        await MigrateAsync(log);

        (await log.Log.Store.Storage.Database.CreateMigrationAsync()).Difference.ShouldBe(SchemaPatchDifference.None);
        (await log.Store.LoadAsync<Account>(id, default)).State.Owner.ShouldBe("Camille");
    }

    [Fact]
    public async Task A_database_of_before_Marten_is_named_and_not_touched()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.ExecuteAsync("drop table mt_events, mt_streams, migrations, person_keys, commands, skipped_events, projections; create table events (position bigint)");

        var refused = await Should.ThrowAsync<SettingException>(MigrateAsync(log));

        refused.Text.Fr.ShouldContain("avant Marten (schéma ledger)");
        refused.Text.En.ShouldContain("another folder (ECOPROD_DATA)");
        (await log.RowsAsync("select relname::text from pg_class where relnamespace = 'ledger'::regnamespace and relname in ('events', 'mt_events', 'migrations', 'projections')")).ShouldBe(["events"]);
    }

    [Fact]
    public async Task An_event_that_nobody_mapped_is_refused_before_it_is_stored()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = log.Ids.NewId();

        var refused = Should.Throw<InvalidOperationException>(() => log.Store.Begin(Actor.System).Append(new EventStream<Account>(id, 0, Account.Empty), new Unmapped()));

        refused.Message.ShouldBe("Unmapped has no stored name: add it to the module's event map.");
        (await log.ScalarAsync<long>("select count(*) from mt_events")).ShouldBe(0);
    }

    [Fact]
    public async Task What_an_append_that_failed_leaves_in_Martens_table_is_nobodys_event()
    {
        await using var log = await LogFixture.CreateAsync();
        var (id, other) = (await log.AppendAsync(new Opened("Camille")), await log.AppendAsync(new Opened("Dominique")));
        await log.ExecuteAsync("create table notes (note text primary key)");
        var loaded = (await log.Store.LoadAsync<Account>(id, default), await log.Store.LoadAsync<Account>(other, default));
        // The statement fails after the appends have drawn positions: Marten fills them with tombstones, later and by itself.
        await Should.ThrowAsync<Npgsql.PostgresException>(log.Store.Begin(Actor.System)
            .Append(loaded.Item1, new Credited(1)).Append(loaded.Item2, new Credited(1))
            .Also("insert into notes values (null)").SaveAsync(default));
        await log.UntilAsync("select count(*) = 2 from mt_events where type = 'tombstone'");
        await log.AppendAsync(new Opened("Noor"));

        (await log.ReadAllAsync()).Select(e => ((Opened)e.Data).Owner).ShouldBe(["Camille", "Dominique", "Noor"]);
        (await log.Reader.ReadAsync(0, 100, default)).Through.ShouldBe(await LogDaemon.NewestAsync(log.Log, default));
    }

    private static Task MigrateAsync(LogFixture log) => new DatabaseMigrator([log.Log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);

    private sealed record Unmapped;
}
