using System.Net;
using System.Net.NetworkInformation;

namespace EcoprodPlatform.Testing;

/// <summary>
/// Ports for servers that stop and come back on the same one. They lie below the range Linux takes for outgoing connections
/// (32768 and up): a port of that range that a killed server left may be some client's own before the server is back.
/// </summary>
public static class Ports
{
    private const int First = 20_000;
    private const int Last = 26_000;
    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>A run of free ports on loopback, given once in this process.</summary>
    /// <param name="count">How many in a row.</param>
    /// <returns>The first of them.</returns>
    public static int Take(int count = 1)
    {
        while (true)
        {
            var first = First + ((Interlocked.Add(ref _next, count) - count) % (Last - First));
            var used = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select((IPEndPoint e) => e.Port).ToHashSet();
            if (!Enumerable.Range(first, count).Any(used.Contains))
            {
                return first;
            }
        }
    }
}
