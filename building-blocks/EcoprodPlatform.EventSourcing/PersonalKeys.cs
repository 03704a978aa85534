using System.Security.Cryptography;
using System.Text;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>Seals and opens <see cref="SealedText"/> in one module's log.</summary>
public sealed class PersonalKeys<TModule>(ModuleLog<TModule> log)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    /// <summary>Seals <paramref name="text"/> with the person's key, which is made if there is none yet. Refused for a person who has been forgotten.</summary>
    public async Task<SealedText> SealAsync(Guid person, string text, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with made as (insert into person_keys (person_id, key) values ($1, $2) on conflict do nothing returning key)
            select key from made union all select key from person_keys where person_id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RandomNumberGenerator.GetBytes(KeySize) });
        // Null between the two lines of an insert under way elsewhere: its row is not visible yet, and will be.
        object? key = null;
        while (key is null)
        {
            key = await command.ExecuteScalarAsync(ct);
        }

        if (key is not byte[] bytes)
        {
            throw RuleBrokenException.Conflict("person.forgotten", new(
                "Cette personne a supprimé son compte : plus rien ne peut être enregistré sur elle.",
                "This person has deleted their account: nothing about them can be recorded any more."));
        }

        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(bytes, TagSize);
        cipher.Encrypt(whole.AsSpan(0, NonceSize), plain, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), person.ToByteArray());
        return new SealedText(person, Convert.ToBase64String(whole));
    }

    /// <summary>The text; null once the person has been forgotten. Throws <see cref="CryptographicException"/> where it has been tampered with.</summary>
    public async Task<string?> OpenAsync(SealedText text, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("select key from person_keys where person_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = text.Person });
        if (await command.ExecuteScalarAsync(ct) is not byte[] key)
        {
            return null;
        }

        var whole = Convert.FromBase64String(text.Sealed);
        if (whole.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("A sealed text is too short to be one.");
        }

        var plain = new byte[whole.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(key, TagSize);
        cipher.Decrypt(whole.AsSpan(0, NonceSize), whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), plain, text.Person.ToByteArray());
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Forgets the person's key with <paramref name="work"/>: for a module's reaction to a person's erasure. No new key is ever made for them.</summary>
    public UnitOfWork Forget(UnitOfWork work, Guid person) => work.Also(
        """
        insert into person_keys (person_id, forgotten_at) values ($1, now())
        on conflict (person_id) do update set key = null, forgotten_at = coalesce(person_keys.forgotten_at, now())
        """,
        person);
}
