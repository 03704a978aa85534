using System.Runtime.ExceptionServices;
using JasperFx.Events;
using Marten.Exceptions;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>What a Marten session throws, told apart.</summary>
internal static class MartenErrors
{
    /// <summary>Whether it says that a stream was changed by someone else, which it says in four ways, or that what the unit of work counts on is gone (a procedure's "no data found").</summary>
    public static bool IsConflict(Exception e) => e is EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException or JasperFx.ConcurrencyException
        || PostgresErrorOf(e) is { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.NoDataFound } or { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_events" or "mt_streams" };

    /// <summary>PostgreSQL's answer, from under what Marten wraps it in.</summary>
    public static PostgresException? PostgresErrorOf(Exception? e) => e is null or PostgresException ? (PostgresException?)e : PostgresErrorOf(e.InnerException);

    /// <summary>Throws what is under Marten's wrapping, which also holds the command and its values.</summary>
    public static void Unwrap(Exception e)
    {
        if (e is MartenCommandException or JasperFx.Events.Daemon.ApplyEventException && e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
