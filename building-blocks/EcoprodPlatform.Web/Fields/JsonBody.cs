using System.Globalization;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Fields;

/// <summary>
/// A JSON object sent by a program, read property by property, so that each value of a wrong kind is named in the
/// answer (422) instead of the whole being refused (400).
/// </summary>
public sealed class JsonBody
{
    private readonly JsonElement root;
    private readonly List<(string Field, Text Text)> faults = [];

    private readonly IReadOnlyList<BodyFault> unknown;

    private JsonBody(SentBody sent) => (root, unknown) = (sent.Root, sent.Unknown);

    public static async ValueTask<JsonBody> BindAsync(HttpContext http)
    {
        var sent = http.Features.Get<SentBody>() ?? await SentBody.ReadAsync(http);
        return sent.Root.ValueKind == JsonValueKind.Object ? new JsonBody(sent) : throw SentBody.NotAnObject();
    }

    /// <summary>What is of the wrong kind so far or misspelt, with what the domain says besides; null when all is in order. One problem per property.</summary>
    /// <param name="area">The module's word in codes (<c>project</c>: <c>project.wrong-kind</c>).</param>
    /// <param name="rules">What the domain says.</param>
    public IResult? Refusal(string area, params IEnumerable<RuleBrokenException> rules)
        => ApiProblem.Of([.. faults.Select(f => new RuleBrokenException($"{area}.wrong-kind", f.Text, field: f.Field)).Concat(unknown.Select(u => u.Rule)).Concat(rules).DistinctBy(f => f.Field)]);

    public Guid? Id(string name) => String(name) is not { } text ? null
        : Guid.TryParse(text, out var id) && IdSource.MadeAt(id) is not null ? id
        : Wrong<Guid>(name, new Text("un UUID version 7 est attendu", "a UUID version 7 is expected"));

    public Guid? AnyId(string name) => String(name) is not { } text ? null
        : Guid.TryParse(text, out var id) ? id
        : Wrong<Guid>(name, new Text("un identifiant (UUID) est attendu", "an id (UUID) is expected"));

    public string? String(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? Unquote(name, value)
        : Wrong(name, new Text("un texte est attendu", "a text is expected"));

    public IReadOnlyList<string> Strings(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
        {
            Wrong(name, new Text("une liste de textes est attendue", "a list of texts is expected"));
            return [];
        }

        return [.. value.EnumerateArray().Select(v => Unquote(name, v) ?? "")];
    }

    public bool Bool(string name) => Find(name) is { } value && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : Wrong<bool>(name, new Text("true ou false est attendu", "true or false is expected")) ?? false);

    public decimal? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : Wrong<decimal>(name, new Text("un nombre est attendu, dans les limites admises", "a number within the limits is expected"));

    public int? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : Wrong<int>(name, new Text("un nombre entier est attendu, dans les limites admises", "a whole number within the limits is expected"));

    public DateOnly? Date(string name) => String(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : Wrong<DateOnly>(name, new Text("une date qui existe est attendue, par exemple 2025-12-05", "a date that exists is expected, for example 2025-12-05"));

    private JsonElement? Find(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string? Unquote(string name, JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: JSON, but not text.
            return Wrong(name, new Text("le texte contient un caractère qui n’existe pas", "the text holds a character that does not exist"));
        }
    }

    private string? Wrong(string name, Text expected)
    {
        faults.Add((name, new Text($"{name} : {expected.Fr}.", $"{name}: {expected.En}.")));
        return null;
    }

    private T? Wrong<T>(string name, Text expected)
        where T : struct
    {
        Wrong(name, expected);
        return null;
    }
}
