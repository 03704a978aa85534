namespace EcoprodPlatform.Kernel;

/// <summary>
/// Where new ids come from: UUID version 7, so that ids sort by time of creation. Injected, so that a test can
/// know them; the ambient sources are banned.
/// </summary>
public sealed class IdSource(TimeProvider clock)
{
#pragma warning disable RS0030 // the one place that may
    public Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030

    /// <summary>The first id that could be made at a moment: whatever is ordered by id is cut there by time.</summary>
    public static Guid FirstAt(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = Math.Max(0, moment.ToUnixTimeMilliseconds());
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            bytes[i] = (byte)milliseconds;
        }

        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>
    /// When a version 7 id was made, to the millisecond; null for any other id. Used to tell an id that is too young
    /// to have reached another module yet from one that never existed.
    /// </summary>
    public static DateTimeOffset? MadeAt(Guid id)
    {
        if (id.Version != 7)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        for (var i = 0; i < 6; i++)
        {
            milliseconds = (milliseconds << 8) | bytes[i];
        }

        return milliseconds > 253_402_300_799_999 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
