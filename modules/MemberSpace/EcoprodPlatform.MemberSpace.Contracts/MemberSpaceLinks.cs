namespace EcoprodPlatform.MemberSpace.Contracts;

/// <summary>Pages of MemberSpace that other modules and mails link to.</summary>
public static class MemberSpaceLinks
{
    /// <summary>"Espace entreprise": goes to the only structure, or lets the administrator of several choose.</summary>
    public const string Chooser = "/espaces";

    /// <summary>Exchange rates, for staff.</summary>
    public const string Rates = "/equipe/taux";

    /// <summary>"Créer son espace membre" (MS-59): what it is, for whom, what is needed; for everybody.</summary>
    public const string About = "/espaces/creer";

    /// <summary>The team's queue of requests.</summary>
    public const string Requests = "/equipe/demandes";

    public static string Dashboard(Guid organisation) => $"/espaces/{organisation}";

    public static string Projects(Guid organisation) => $"/espaces/{organisation}/projets";

    public static string Guide(Guid organisation) => $"/espaces/{organisation}/mode-d-emploi";

    /// <summary>One project's footprint, read-only (MS-42).</summary>
    public static string Project(Guid organisation, Guid project) => $"/espaces/{organisation}/projets/{project}";
}
