namespace EcoprodPlatform.Footprint.Access;

/// <summary>What can be done to a project's data (<see cref="DataLife"/>).</summary>
public enum DataAct
{
    /// <summary>Something is said of a line; nothing that counts changes.</summary>
    Comment,

    /// <summary>Questions of the questionnaire are answered, answers taken back.</summary>
    Answer,

    /// <summary>Lines of an assessment are added, changed, removed, replaced, copied.</summary>
    Change,
}
