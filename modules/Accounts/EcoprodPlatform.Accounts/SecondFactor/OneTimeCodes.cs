using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>
/// The codes of authenticator apps (RFC 6238: HMAC-SHA-1, thirty seconds, six digits), each good once: whoever has read a code over somebody's shoulder
/// comes too late. Identity's own provider takes one as often as it comes, and does not tell which it was, so the code is compared here.
/// </summary>
internal sealed class OneTimeCodes(ModuleLog<AccountsModule> log, TimeProvider clock) : AuthenticatorTokenProvider<Person>
{
    private const int Seconds = 30;

    /// <summary>Steps that a telephone's clock may be wrong by, as Identity has it.</summary>
    private const int Drift = 2;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Whether the code is right and neither it nor a later one was accepted before; it is used up by the question.</summary>
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Person> manager, Person user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } text)
        {
            return false;
        }

        var (key, given, now) = (KeyOf(text), Encoding.UTF8.GetBytes(token), clock.GetUtcNow().ToUnixTimeSeconds() / Seconds);
        for (var step = now + Drift; step >= now - Drift; step--)
        {
            if (CryptographicOperations.FixedTimeEquals(given, CodeAt(key, step)))
            {
                return await TakeAsync(user.Id, step);
            }
        }

        return false;
    }

    /// <summary>Of many at once with one code, one gets it.</summary>
    private async Task<bool> TakeAsync(Guid person, long step)
    {
        await using var command = log.DataSource.CreateCommand("update people set last_code_step = $2 where id = $1 and (last_code_step is null or last_code_step < $2)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = step });
        return await command.ExecuteNonQueryAsync() > 0;
    }

    private static byte[] CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // what authenticator apps compute
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return Encoding.UTF8.GetBytes((number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture));
    }

    /// <summary>The key as Identity keeps it, in base 32.</summary>
    private static byte[] KeyOf(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            bits = ((bits << 5) | Alphabet.IndexOf(c, StringComparison.OrdinalIgnoreCase)) & 0xFFF;
            held += 5;
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)(bits >> held));
            }
        }

        return [.. bytes];
    }
}
