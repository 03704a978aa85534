namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>
/// Since when signing in asks for a code. One that somebody else has just turned on must not keep the owner out, so a link by mail
/// turns off what is young; an old one is there against whoever reads those mails, and stays.
/// </summary>
internal sealed class SecondFactorAge(ModuleLog<AccountsModule> log, TimeProvider clock)
{
    public const int YoungDays = 7;

    public async Task<bool> IsYoungAsync(Person person, CancellationToken ct)
    {
        if (!person.TwoFactorEnabled)
        {
            return false;
        }

        await using var command = log.DataSource.CreateCommand("select max(timestamp) > $3 from mt_events where stream_id = $1 and type = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = AccountsEvents.Map.NameOf(typeof(SecondFactorTurnedOn)) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - TimeSpan.FromDays(YoungDays) });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
