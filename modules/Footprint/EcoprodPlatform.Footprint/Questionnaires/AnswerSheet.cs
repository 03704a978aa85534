namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>What was answered in an assessment, as the pages and the API show it.</summary>
/// <param name="Answers">By question.</param>
/// <param name="Aside">Codes of the sections that were set aside.</param>
public sealed record AnswerSheet(IReadOnlyDictionary<string, SheetAnswer> Answers, IReadOnlySet<string> Aside)
{
    internal SheetAnswer? Find(string question) => Answers.GetValueOrDefault(question);
}

/// <summary>An answer and the version that a change of it must match.</summary>
public sealed record SheetAnswer(Answer Answer, long Version);

/// <summary>Reads what was answered.</summary>
internal sealed class AnswerSheets(ModuleLog<FootprintModule> log)
{
    public async Task<AnswerSheet> GetAsync(ProjectId projectId, AssessmentKind kind, CancellationToken ct)
    {
        const string sql = """
            select section, question, state, questionnaire_version, fields, quantities, version
            from assessment_answers where project_id = $1 and kind = $2
            union all
            select section, null, null, null, null, null, null from assessment_asides where project_id = $1 and kind = $2
            """;
        var aside = new HashSet<string>(StringComparer.Ordinal);
        var answers = new Dictionary<string, SheetAnswer>(StringComparer.Ordinal);
        await log.ListAsync(
            sql,
            r =>
            {
                if (r.IsDBNull(1))
                {
                    return aside.Add(r.GetString(0));
                }

                var fields = r.GetFieldValue<string[]>(4).Zip(r.GetFieldValue<decimal[]>(5), (field, quantity) => new AnswerField(field, quantity));
                answers[r.GetString(1)] = new SheetAnswer(
                    new Answer(r.GetString(1), r.GetString(0), AnswerStates.Find(r.GetString(2))!.Value, r.GetInt32(3), [.. fields]), r.GetInt64(6));
                return true;
            },
            ct,
            projectId,
            kind.Code);
        return new AnswerSheet(answers, aside);
    }
}
