using System.Globalization;

namespace EcoprodPlatform.BackOffice.Journal;

/// <summary>What of the journal is asked for; days are days of Paris.</summary>
/// <param name="Problems">What the address asks for and means nothing: the page says so and shows nothing, instead of more than was asked.</param>
public sealed record JournalFilter(string? Kind, Guid? Id, DateOnly? From, DateOnly? To, IReadOnlyList<Text> Problems)
{
    public bool IsEmpty => this is { Kind: null, Id: null, From: null, To: null, Problems.Count: 0 };

    internal static JournalFilter Of(IQueryCollection query)
    {
        var problems = new List<Text>();
        Guid? id = null;
        if (Given(query, "id") is { } text)
        {
            id = Guid.TryParse(text, out var parsed) ? parsed : null;
            if (id is null)
            {
                problems.Add(new($"« {text} » n’est pas un identifiant : 32 chiffres et lettres de a à f.", $"“{text}” is no id: 32 digits and letters from a to f."));
            }
        }

        var (from, to) = (Day(query, "du", problems), Day(query, "au", problems));
        if (from > to)
        {
            problems.Add(new("La fin précède le début.", "The end is before the start."));
        }

        return new JournalFilter(Given(query, "quoi"), id, from, to, problems);
    }

    /// <summary>
    /// The condition on <c>journal j</c>, and its arguments. Only what is asked for stands in it: one text for all filters would be planned once
    /// for all, and read the whole table.
    /// </summary>
    internal (string Where, object[] Arguments) Sql(Guid? before)
    {
        var (conditions, arguments) = (new List<string>(), new List<object>());
        void Add(string condition, object value)
        {
            arguments.Add(value);
            conditions.Add(condition.Replace("?", $"${arguments.Count}", StringComparison.Ordinal));
        }

        if (Kind is not null)
        {
            Add("j.kind = ?", Kind);
        }

        if (Id is { } id)
        {
            Add("(j.by_person = ? or j.things @> array[?])", id);
        }

        if (From is { } from)
        {
            Add("j.message_id >= ?", IdSource.FirstAt(Format.Start(from)));
        }

        if (To is { } to)
        {
            Add("j.message_id < ?", IdSource.FirstAt(Format.Start(to.AddDays(1))));
        }

        if (before is { } bound)
        {
            Add("j.message_id < ?", bound);
        }

        return (Problems.Count > 0 ? "where false" : conditions.Count == 0 ? "" : $"where {string.Join(" and ", conditions)}", Problems.Count > 0 ? [] : [.. arguments]);
    }

    private static string? Given(IQueryCollection query, string key) => query[key].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static DateOnly? Day(IQueryCollection query, string key, List<Text> problems)
    {
        if (Given(query, key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999)
        {
            return day;
        }

        problems.Add(new($"« {text} » n’est pas une date qui existe.", $"“{text}” is not a date that exists."));
        return null;
    }
}
