namespace EcoprodPlatform.Footprint;

/// <summary>Stored event names of Footprint.</summary>
internal static class FootprintEvents
{
    public static readonly EventMap Map = EventMap.Create(map => map
        .Event<LineAdded>("line-added.v1")
        .Event<LineChanged>("line-changed.v1")
        .Event<LineRemoved>("line-removed.v1")
        .Event<LinesEntered>("lines-entered.v1")
        .Event<LinesRemoved>("lines-removed.v1")
        .Event<EditUndone>("edit-undone.v1")
        .Event<LinesReplaced>("lines-replaced.v1")
        .Event<AssessmentCopied>("assessment-copied.v1")
        .Event<ScenarioStarted>("scenario-started.v1")
        .Event<ScenarioRenamed>("scenario-renamed.v1")
        .Event<QuestionAnswered>("question-answered.v1")
        .Event<AnswerWithdrawn>("answer-withdrawn.v1")
        .Event<SectionSwitched>("section-switched.v1")
        .Event<FactorsUpgraded>("factors-upgraded.v1")
        .Event<AssessmentFrozen>("assessment-frozen.v1")
        .Event<EvidenceAttached>("evidence-attached.v1")
        .Event<EvidenceDetached>("evidence-detached.v1")
        .Event<AssessmentErased>("assessment-erased.v1"));
}
