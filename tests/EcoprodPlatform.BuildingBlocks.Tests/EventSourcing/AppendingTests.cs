using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class AppendingTests
{
    [Fact]
    public async Task A_stream_is_read_back_as_the_state_its_events_make()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"), new Credited(250), new Credited(5));

        var account = await log.Store.LoadAsync<Account>(id, default);

        account.ShouldBe(new EventStream<Account>(id, 3, new Account("Camille", 255)));
        (await log.Store.LoadAsync<Account>(id, 2, default)).State.Cents.ShouldBe(250);
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_draws_no_position()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"));
        var first = await log.Store.LoadAsync<Account>(id, default);
        var second = await log.Store.LoadAsync<Account>(id, default);
        await log.Store.Begin(Actor.System).Append(first, new Credited(1)).SaveAsync(default);

        await Should.ThrowAsync<ConcurrencyException>(log.Store.Begin(Actor.System).Append(second, new Credited(2)).SaveAsync(default));

        await log.AppendAsync(new Opened("Dominique"));
        (await log.ReadAllAsync()).Select(e => e.Sequence).ShouldBe([1, 2, 3]);
        (await log.Store.LoadAsync<Account>(id, default)).State.Cents.ShouldBe(1);
    }

    [Fact]
    public async Task Two_writers_that_both_create_a_stream_make_one()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = log.Ids.NewId();
        var empty = await log.Store.LoadAsync<Account>(id, default);
        await log.Store.Begin(Actor.System).Append(empty, new Opened("first")).SaveAsync(default);

        await Should.ThrowAsync<ConcurrencyException>(log.Store.Begin(Actor.System).Append(empty, new Opened("second")).SaveAsync(default));
        (await log.Store.LoadAsync<Account>(id, default)).State.Owner.ShouldBe("first");
    }

    [Fact]
    public async Task Words_leave_stored_events_with_the_unit_of_work_and_everything_else_stays()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"), new Credited(250));
        var other = await log.AppendAsync(new Opened("Camille"));
        var before = await log.ReadAllAsync();
        var stream = await log.Store.LoadAsync<Account>(id, default);
        const string less = "jsonb_set(data, '{owner}', '\"\"')";
        await log.Store.Begin(Actor.System).Append(stream, new Credited(5)).Forget(stream, less, typeof(Opened)).SaveAsync(default);
        await Should.ThrowAsync<ConcurrencyException>(log.Store.Begin(Actor.System).Append(stream, new Credited(6)).Forget(stream, "'{}'", typeof(Opened), typeof(Credited)).SaveAsync(default));

        (await log.Store.LoadAsync<Account>(id, default)).State.ShouldBe(new Account("", 255));
        (await log.Store.LoadAsync<Account>(other, default)).State.Owner.ShouldBe("Camille");
        (await log.ReadAllAsync()).Take(3).Select(e => (e.Sequence, e.Version, e.Id, e.EventTypeName, e.Timestamp)).ShouldBe(before.Select(e => (e.Sequence, e.Version, e.Id, e.EventTypeName, e.Timestamp)));
    }

    [Fact]
    public async Task Several_streams_and_further_SQL_are_written_together_or_not_at_all()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.ExecuteAsync("create table notes (note text primary key)");
        var a = await log.AppendAsync(new Opened("a"));
        var b = await log.AppendAsync(new Opened("b"));
        var streamA = await log.Store.LoadAsync<Account>(a, default);
        var streamB = await log.Store.LoadAsync<Account>(b, default);
        await log.Store.Begin(Actor.System)
            .Append(streamA, new Credited(1)).Append(streamB, new Credited(2))
            .Also("insert into notes values ($1)", "together").SaveAsync(default);

        var stale = log.Store.Begin(Actor.System)
            .Append(await log.Store.LoadAsync<Account>(a, default), new Credited(10)).Append(streamB, new Credited(20))
            .Also("insert into notes values ($1)", "never");
        await Should.ThrowAsync<ConcurrencyException>(stale.SaveAsync(default));

        (await log.Store.LoadAsync<Account>(a, default)).State.Cents.ShouldBe(1);
        (await log.Store.LoadAsync<Account>(b, default)).State.Cents.ShouldBe(2);
        (await log.ScalarAsync<string>("select string_agg(note, ',') from notes")).ShouldBe("together");
    }

    [Fact]
    public async Task Who_when_and_why_are_kept_with_each_event()
    {
        await using var log = await LogFixture.CreateAsync();
        var (id, person, command) = (log.Ids.NewId(), log.Ids.NewId(), log.Ids.NewId());

        await log.Store.Begin(new Actor(new PersonId(person)), command, reason: "asked by phone")
            .Append(await log.Store.LoadAsync<Account>(id, default), new Opened("Camille")).SaveAsync(default);

        var stored = (await log.Store.ReadStreamAsync(id, default)).Single();
        (stored.ActorId, stored.CausationId, stored.Correlation, stored.GivenReason).ShouldBe((person, command.ToString(), command, "asked by phone"));
        stored.EventTypeName.ShouldBe("opened.v1");
    }

    [Fact]
    public async Task Old_JSON_still_loads()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"), new Credited(1));
        await log.ExecuteAsync("update mt_events set type = 'credited.v1', data = '{\"euros\": 12}' where version = 2");

        (await log.Store.LoadAsync<Account>(id, default)).State.Cents.ShouldBe(1200);
    }

    [Fact]
    public async Task An_unknown_event_name_stops_the_reader_at_it_and_says_so()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.AppendAsync(new Opened("Camille"), new Credited(1), new Credited(2));
        await log.ExecuteAsync("update mt_events set type = 'from-the-future.v1' where seq_id = 2");

        (await log.Reader.ReadAsync(0, 10, default)).Through.ShouldBe(1);
        var e = await Should.ThrowAsync<UnreadableEventException>(log.Reader.ReadAsync(1, 10, default));
        e.Message.ShouldContain("position 2");
        e.Message.ShouldContain("from-the-future.v1");
    }

    [Fact]
    public async Task A_stream_of_another_type_is_not_loaded()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"));
        await log.ExecuteAsync("update mt_streams set type = 'invoice'");

        await Should.ThrowAsync<UnreadableEventException>(log.Store.LoadAsync<Account>(id, default));
    }

    [Fact]
    public async Task The_role_of_a_module_cannot_read_the_tables_of_another()
    {
        await using var log = await LogFixture.CreateAsync();
        await using (var admin = new NpgsqlConnection(log.ConnectionString))
        {
            await admin.OpenAsync();
            await using var create = new NpgsqlCommand("create schema other; create table other.secrets (a int)", admin);
            await create.ExecuteNonQueryAsync();
        }

        var refused = await Should.ThrowAsync<PostgresException>(log.ExecuteAsync("select * from other.secrets"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
