using Microsoft.EntityFrameworkCore.Storage;

namespace EcoprodPlatform.Accounts.People;

/// <summary>Changes people: Identity's rows, the account's events and the mails about it are one transaction.</summary>
internal sealed class PersonChanges(AccountsDb db, EventStore<AccountsModule> store, ModuleLog<AccountsModule> log)
{
    /// <summary>Begins a change of one account; nothing is written before <see cref="PersonChange.SaveAsync"/>.</summary>
    public async Task<PersonChange> BeginAsync(Guid personId, Actor by, CancellationToken ct)
    {
        // The stream is read before the transaction begins: all loads come before the one write of the log.
        var stream = await store.LoadAsync<Account>(personId, ct);
        var transaction = await db.Database.BeginTransactionAsync(ct);
        return new PersonChange(stream, store.Begin(by), db, transaction, log.Log);
    }
}

/// <summary>A change under way. Disposed without saving it leaves nothing behind.</summary>
internal sealed class PersonChange(EventStream<Account> stream, UnitOfWork work, AccountsDb db, IDbContextTransaction transaction, ModuleLog log) : IAsyncDisposable
{
    public Account Account => stream.State;

    /// <summary>For mails and SQL that belong to the change.</summary>
    public UnitOfWork Work => work;

    /// <summary>Version of the stream once this is saved.</summary>
    public long Version => work.Events.Count == 0 ? stream.Version : work.Events[^1].Version;

    public PersonChange Record(IEnumerable<AccountEvent> events)
    {
        work.Append(stream, events);
        return this;
    }

    /// <summary>Writes what Identity left to be written, the events and the mails, and commits.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await work.SaveAsync((NpgsqlTransaction)transaction.GetDbTransaction(), ct);
        await transaction.CommitAsync(ct);
        log.Signal.Raise();
    }

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
