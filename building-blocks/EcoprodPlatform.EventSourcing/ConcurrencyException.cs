using System.Runtime.ExceptionServices;
using JasperFx.Events;
using Marten.Exceptions;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Someone else appended to the stream between load and save. Nothing was written.
/// Answered as 409 or 412; never retried silently for a person, because a retry hides a lost update.
/// </summary>
public sealed class ConcurrencyException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether what a Marten session threw says that a stream was changed by someone else: it says so in four ways.</summary>
    internal static bool IsConflict(Exception e) => e is EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException or JasperFx.ConcurrencyException
        || PostgresErrorOf(e) is { SqlState: PostgresErrorCodes.DeadlockDetected } or { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_events" or "mt_streams" };

    /// <summary>PostgreSQL's answer, from under what Marten wraps it in.</summary>
    internal static PostgresException? PostgresErrorOf(Exception? e) => e is null or PostgresException ? (PostgresException?)e : PostgresErrorOf(e.InnerException);

    /// <summary>Throws what is under Marten's wrapping, which also holds the command and its values.</summary>
    internal static void Unwrap(Exception e)
    {
        if (e is MartenCommandException or JasperFx.Events.Daemon.ApplyEventException && e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
