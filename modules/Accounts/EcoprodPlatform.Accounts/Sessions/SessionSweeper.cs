using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Deletes sessions that have ended by themselves, and tries at accounts that count no more: what nobody needs is not kept of people who never return.</summary>
internal sealed class SessionSweeper(ModuleLog<AccountsModule> log, TimeProvider clock) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = log.DataSource.CreateBatch();
        batch.BatchCommands.Add(SqlStatement.Of(
            "delete from sessions where used_at < $1 - case when is_kept then $2 else $3 end", now, OpenSessions.Kept, OpenSessions.Passing));
        batch.BatchCommands.Add(SqlStatement.Of("delete from sign_in_attempts where since < $1", now - TimeSpan.FromDays(1)));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
