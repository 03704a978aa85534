using System.Xml.Linq;
using EcoprodPlatform.EventSourcing;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace EcoprodPlatform.Accounts.Keys;

/// <summary>
/// ASP.NET Core's data protection keys in PostgreSQL: every host reads what any other wrote (cookies, tokens, links of
/// mails), and a restart signs nobody out. Only this module's role can read them.
/// </summary>
internal sealed class DatabaseKeys(ModuleLog<AccountsModule> log) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = log.DataSource.CreateCommand("select xml from data_protection_keys order by id");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = log.DataSource.CreateCommand("insert into data_protection_keys (friendly_name, xml) values ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}

/// <summary>
/// Makes the first key before anything is served, under a lock: of several hosts starting on an empty database one makes
/// it and the others find it, instead of each protecting with a key of its own.
/// </summary>
internal sealed class FirstKey(ModuleLog<AccountsModule> log, IKeyManager keys, TimeProvider clock) : Web.IStartupTask
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var turn = await connection.BeginTransactionAsync(ct);
        await using (var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('ecoprod data protection keys'))", connection, turn))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        if (keys.GetAllKeys().Count == 0)
        {
            var now = clock.GetUtcNow();
            keys.CreateNewKey(now, now + Lifetime);
        }

        await turn.CommitAsync(ct);
    }
}
