using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

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
/// it and the others find it, instead of each protecting with a key of its own. Keys that lie there unsealed, from before
/// a key file or certificate was configured, are sealed.
/// </summary>
internal sealed class FirstKey(ModuleLog<AccountsModule> log, IKeyManager keys, IOptions<KeyManagementOptions> options, TimeProvider clock, ILogger<FirstKey> logger)
    : Web.IStartupTask
{
    private static readonly XName Secret = XName.Get("requiresEncryption", "http://schemas.asp.net/2015/03/dataProtection");
    private static readonly XName Sealed = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var turn = await connection.BeginTransactionAsync(ct);
        await using (var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('ecoprod data protection keys'))", connection, turn))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        if (options.Value.XmlEncryptor is { } encryptor)
        {
            await SealAsync(connection, turn, encryptor, ct);
        }
        else
        {
            logger.LogWarning("The keys of sessions and of links in mails lie unsealed in the database: set Keys:File or Keys:Certificate (docs/operations.md)");
        }

        if (keys.GetAllKeys().Count == 0)
        {
            var now = clock.GetUtcNow();
            keys.CreateNewKey(now, now + Lifetime);
        }

        await turn.CommitAsync(ct);
    }

    private static async Task SealAsync(NpgsqlConnection connection, NpgsqlTransaction turn, IXmlEncryptor encryptor, CancellationToken ct)
    {
        var plain = new List<(long Id, XElement Key)>();
        await using (var select = new NpgsqlCommand("select id, xml from data_protection_keys where xml like '%requiresEncryption%'", connection, turn))
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                plain.Add((reader.GetInt64(0), XElement.Parse(reader.GetString(1))));
            }
        }

        foreach (var (id, key) in plain)
        {
            foreach (var secret in key.Descendants().Where(e => (bool?)e.Attribute(Secret) is true).ToList())
            {
                // The same shape that the framework gives a key it seals itself.
                var info = encryptor.Encrypt(secret);
                secret.ReplaceWith(new XElement(Sealed, new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!), info.EncryptedElement));
            }

            await using var update = new NpgsqlCommand("update data_protection_keys set xml = $1 where id = $2", connection, turn);
            update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.ToString(SaveOptions.DisableFormatting) });
            update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
            await update.ExecuteNonQueryAsync(ct);
        }
    }
}
