namespace EcoprodPlatform.Footprint.Access;

/// <summary>Who may do what with a project's data, and until when. Reading is everybody's who is on the project; for all others it does not exist.</summary>
internal static class DataLife
{
    /// <summary>Who created the project; the other roles are told by <see cref="CollaboratorChangedV1"/>.</summary>
    public const string Owner = "owner";

    /// <summary>Whoever has a department's link: answers its questions, sees nothing else.</summary>
    public const string Department = "department";

    private static readonly Refusal Frozen = new("footprint.closed", new(
        "Le projet est clôturé : ses bilans ne changent plus.", "The project is closed: its assessments do not change any more."));

    private static readonly Refusal OnlyReads = new("footprint.readers-read", new(
        "Vous avez un accès en lecture à ce projet : demandez à son propriétaire le rôle de contributeur pour modifier ses données.",
        "You have read access to this project: ask its owner for the contributor role to change its data."));

    public static Life<DataAct, DataState> Table { get; } = new(
        new LifeLine<DataAct, DataState>(DataAct.Comment, [Owner, CollaboratorChangedV1.Contributor, CollaboratorChangedV1.Reader], [DataState.Open, DataState.Frozen], OnlyReads),
        new LifeLine<DataAct, DataState>(DataAct.Answer, [Owner, CollaboratorChangedV1.Contributor, Department], [DataState.Open], OnlyReads, Frozen),
        new LifeLine<DataAct, DataState>(DataAct.Change, [Owner, CollaboratorChangedV1.Contributor], [DataState.Open], OnlyReads, Frozen));

    /// <summary>A frozen assessment refuses every change, whoever asks.</summary>
    public static RuleBrokenException IsFrozen() => RuleBrokenException.Conflict(Frozen.Code, Frozen.Text);
}
