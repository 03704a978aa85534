using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using NpgsqlTypes;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class RowProjectionTests
{
    [Fact]
    public async Task A_page_of_events_is_two_statements_however_many_events_it_has()
    {
        await using var log = await LogFixture.CreateAsync(new Sheets());
        await log.ExecuteAsync(Sheets.TableSql);
        for (var i = 0; i < 20; i++)
        {
            await log.AppendAsync(new Opened($"account {i}"), new Credited(i), new Credited(1));
        }

        await using var connection = await log.Log.DataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        await new Sheets().FillAsync(batch, connection, (await log.Reader.ReadAsync(0, 500, default)).Events, default);

        batch.BatchCommands.Count.ShouldBe(1);
        await batch.ExecuteNonQueryAsync();
        (await log.ScalarAsync<long>("select count(*) from sheets where cents = substring(owner from 9)::bigint + 1 and movements = 2")).ShouldBe(20);
    }

    [Fact]
    public async Task Rows_are_folded_on_over_pages_and_go_when_the_fold_says_so()
    {
        await using var log = await LogFixture.CreateAsync(new Sheets());
        await log.ExecuteAsync(Sheets.TableSql);
        using var daemon = await log.StartDaemonAsync();
        var kept = await log.AppendAsync(new Opened("kept"), new Credited(5));
        var gone = await log.AppendAsync(new Opened("gone"), new Credited(5));
        await daemon.CaughtUpAsync(default);

        await log.Store.Begin(Actor.System)
            .Append(await log.Store.LoadAsync<Account>(kept, default), new Credited(2))
            .Append(await log.Store.LoadAsync<Account>(gone, default), new Credited(-5))
            .SaveAsync(default);
        await daemon.CaughtUpAsync(default);

        (await log.RowsAsync("select owner || ' ' || cents || ' ' || movements from sheets")).ShouldBe(["kept 7 2"]);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task A_null_and_every_declared_type_survive_both_ways_of_writing()
    {
        await using var log = await LogFixture.CreateAsync(new Sheets());
        await log.ExecuteAsync(Sheets.TableSql);
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("never credited"));
        await daemon.CaughtUpAsync(default);
        var live = await log.RowsAsync("select sheets::text from sheets");

        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("sheets", null, default);

        (await log.RowsAsync("select sheets::text from sheets")).ShouldBe(live);
        (await log.ScalarAsync<bool>("select last_movement is null from sheets")).ShouldBeTrue();
        await daemon.StopAsync(default);
    }

    /// <summary>Rows grouped over many streams; more rows than the rebuild may hold; writers that go on meanwhile.</summary>
    [Theory]
    [InlineData(100_000, 50)]
    [InlineData(7, 50)]
    [InlineData(7, 1)]
    public async Task A_rebuild_makes_the_same_rows_as_the_live_projection_while_writing_goes_on(int rowsInMemory, int groups)
    {
        var projection = new Sheets { RowsInMemory = rowsInMemory, Groups = groups };
        await using var log = await LogFixture.CreateAsync(projection);
        await log.ExecuteAsync(Sheets.TableSql);
        using var daemon = await log.StartDaemonAsync();
        for (var i = 0; i < 150; i++)
        {
            await log.AppendAsync(new Opened("a"), new Credited(i), new Credited(2));
        }

        await daemon.CaughtUpAsync(default);
        await log.ExecuteAsync("update sheets set cents = -1");
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await log.AppendAsync(new Opened("a"), new Credited(1000));
            }
        });
        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("sheets", null, default);
        await writing;
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<decimal>("select sum(cents) from sheets")).ShouldBe((149 * 150 / 2) + 300 + 60_000);
        (await log.ScalarAsync<long>("select sum(movements) from sheets")).ShouldBe(360);
        await daemon.StopAsync(default);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task A_rebuild_reads_who_and_why_only_for_a_projection_that_looks_at_it(bool readsMetadata, bool looksAtIt)
    {
        var projection = new Sheets { Reads = readsMetadata, Looks = looksAtIt };
        await using var log = await LogFixture.CreateAsync(projection);
        await log.ExecuteAsync(Sheets.TableSql);
        await log.AppendAsync(new Opened("Zoé"), new Credited(5));

        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("sheets", null, default);

        (await log.RowsAsync("select owner || ' ' || cents from sheets")).ShouldBe([looksAtIt ? $"Zoé by {Actor.System.Id} 5" : "Zoé 5"]);
    }

    [Fact]
    public async Task A_projection_that_looks_at_what_it_says_it_does_not_fails_with_its_reason_and_leaves_its_rows()
    {
        await using var log = await LogFixture.CreateAsync(new Sheets { Reads = false, Looks = true });
        await log.ExecuteAsync(Sheets.TableSql);
        await log.AppendAsync(new Opened("Zoé"), new Credited(5));
        await log.ExecuteAsync("insert into sheets values (gen_random_uuid(), 'as it was', 1, 1, null)");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("sheets", null, default));

        failure.Message.ShouldContain("The metadata of opened.v1 was not read");
        (await log.RowsAsync("select owner from sheets")).ShouldBe(["as it was"]);
    }

    /// <summary>Accounts as rows, one per account or grouped; an account whose balance falls to nothing leaves the sheet.</summary>
    private sealed class Sheets : RowProjection<Sheet>
    {
        public const string TableSql = "create table sheets (id uuid primary key, owner text not null, cents bigint not null, movements int not null, last_movement timestamptz)";

        public int Groups { get; init; } = 50;

        public bool Reads { get; init; } = true;

        public bool Looks { get; init; }

        protected override bool ReadsMetadata => Reads;

        public override string Name => "sheets";

        protected override RowTable<Sheet> Table { get; } = new RowTable<Sheet>("sheets", "id", r => new Sheet(
                r.GetString(1), r.GetInt64(2), r.GetInt32(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateTimeOffset>(4)))
            .With("owner", NpgsqlDbType.Text, s => s.Owner)
            .With("cents", NpgsqlDbType.Bigint, s => s.Cents)
            .With("movements", NpgsqlDbType.Integer, s => s.Movements)
            .With("last_movement", NpgsqlDbType.TimestampTz, s => s.LastMovement);

        protected override Guid? KeyOf(StoredEvent @event)
            => Groups == 50 ? @event.StreamId : new Guid((int)(uint)@event.StreamId.GetHashCode() % Groups, 0, 0, new byte[8]);

        protected override Sheet? Fold(Sheet? row, StoredEvent @event) => @event.Data switch
        {
            Opened e => row ?? new Sheet(Looks ? $"{e.Owner} by {@event.Metadata.ActorId}" : e.Owner, 0, 0, null),
            Credited { Cents: < 0 } e when row!.Cents + e.Cents == 0 => null,
            Credited e => row! with { Cents = row.Cents + e.Cents, Movements = row.Movements + 1, LastMovement = @event.RecordedAt },
            _ => throw Unknown(@event),
        };
    }

    private sealed record Sheet(string Owner, long Cents, int Movements, DateTimeOffset? LastMovement);
}
