using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Storage;
using OperationRole = Weasel.Core.OperationRole;

namespace EcoprodPlatform.EventSourcing;

/// <summary>A statement with positional parameters, ready for a batch. The SQL is a constant of the calling code.</summary>
public static class SqlStatement
{
    public static NpgsqlBatchCommand Of(string sql, params object?[] arguments)
    {
#pragma warning disable CA2100 // the text is a constant where it is written; values travel as parameters
        var statement = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var argument in arguments)
        {
            statement.Parameters.Add(Parameter(argument));
        }

        return statement;
    }

    /// <summary>A positional parameter; times are sent as UTC, because PostgreSQL keeps no offset, ids of a kind as plain ones.</summary>
    public static NpgsqlParameter Parameter(object? argument) => argument switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        DateTimeOffset time => new NpgsqlParameter<DateTimeOffset> { TypedValue = time.ToUniversalTime() },
        NpgsqlParameter parameter => parameter,
        Enum value => new NpgsqlParameter<string> { TypedValue = value.ToString() },
        IId id => new NpgsqlParameter<Guid> { TypedValue = id.Value },
        _ => new NpgsqlParameter { Value = argument },
    };

    /// <summary>A null of a known type, where PostgreSQL cannot infer one.</summary>
    public static NpgsqlParameter Typed(NpgsqlDbType type, object? value) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>Runs statements as one batch in one round trip and one transaction.</summary>
    internal static async Task RunAsync(this NpgsqlDataSource source, CancellationToken ct, params NpgsqlBatchCommand[] statements)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.RunAsync(null, ct, statements);
    }

    internal static async Task RunAsync(this NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct, params NpgsqlBatchCommand[] statements)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>
/// The same statement inside a Marten session, whose builder numbers parameters as they come: <c>$n</c> becomes the
/// parameter it stands for, however often and in whatever order it is named.
/// </summary>
/// <param name="sql">SQL with $1, $2…</param>
/// <param name="arguments">The values.</param>
/// <param name="before">Before the events of the session's streams are appended, instead of after.</param>
internal sealed partial class SqlOperation(string sql, object?[] arguments, bool before = false) : Marten.Internal.Operations.IStorageOperation, NoDataReturnedCall
{
    private static readonly ConcurrentDictionary<string, string[]> Pieces = new(StringComparer.Ordinal);

    /// <summary>Marten writes operations of this document type first.</summary>
    public Type DocumentType => before ? typeof(JasperFx.Events.IEvent) : typeof(Marten.Storage.StorageFeatures);

    public OperationRole Role() => OperationRole.Other;

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        Span<int> places = stackalloc int[arguments.Length];
        var next = 0;
        var pieces = Pieces.GetOrAdd(sql, text => Place().Split(text));
        builder.Append(pieces[0]);
        for (var i = 1; i < pieces.Length; i += 2)
        {
            var argument = int.Parse(pieces[i], CultureInfo.InvariantCulture) - 1;
            if (places[argument] > 0)
            {
                builder.Append($"${places[argument]}");
            }
            else
            {
                Append(builder, arguments[argument]);
                places[argument] = ++next;
            }

            builder.Append(pieces[i + 1]);
        }
    }

    private static void Append(ICommandBuilder builder, object? argument)
    {
        switch (argument)
        {
            case null:
                builder.AppendParameter((object)DBNull.Value);
                break;
            case NpgsqlParameter typed:
                builder.AppendParameter(typed.Value, typed.NpgsqlDbType);
                break;
            case DateTimeOffset time:
                builder.AppendParameter(time.ToUniversalTime());
                break;
            case Enum value:
                builder.AppendParameter<string>(value.ToString());
                break;
            case IId id:
                builder.AppendParameter(id.Value);
                break;
            default:
                builder.AppendParameter(argument);
                break;
        }
    }

    [GeneratedRegex(@"\$(?<place>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
