namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>What people wrote in an assessment that is deleted leaves the log: what its lines, and a scenario, were called.</summary>
internal static class ForgottenWords
{
    private const string Labels = "'{lines}', (select coalesce(jsonb_agg(line - 'label' order by place), '[]') from jsonb_array_elements(data -> 'lines') with ordinality as l(line, place))";

    public static UnitOfWork ForgetWords(this UnitOfWork work, EventStream<Assessment> assessment) => work
        .Forget(assessment, "data #- '{line,label}'", typeof(LineAdded), typeof(LineChanged))
        .Forget(assessment, $"jsonb_set(data, {Labels})", typeof(LinesEntered), typeof(EditUndone), typeof(LinesReplaced), typeof(AssessmentCopied), typeof(FactorsUpgraded))
        .Forget(assessment, $$"""jsonb_set(data, {{Labels}}) || '{"name":""}'""", typeof(ScenarioStarted))
        .Forget(assessment, """data || '{"name":""}'""", typeof(ScenarioRenamed));
}
