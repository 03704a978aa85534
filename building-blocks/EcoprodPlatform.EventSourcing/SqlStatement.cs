using Npgsql;
using NpgsqlTypes;

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

    /// <summary>A positional parameter; times are sent as UTC, because PostgreSQL keeps no offset.</summary>
    public static NpgsqlParameter Parameter(object? argument) => argument switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        DateTimeOffset time => new NpgsqlParameter<DateTimeOffset> { TypedValue = time.ToUniversalTime() },
        NpgsqlParameter parameter => parameter,
        Enum value => new NpgsqlParameter<string> { TypedValue = value.ToString() },
        _ => new NpgsqlParameter { Value = argument },
    };

    /// <summary>A null of a known type, where PostgreSQL cannot infer one.</summary>
    public static NpgsqlParameter Typed(NpgsqlDbType type, object? value) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    internal static NpgsqlParameter Array<T>(NpgsqlDbType elements, T[] values)
        => new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | elements };
}
