namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>Pages of Footprint that other modules link to.</summary>
public static class FootprintLinks
{
    /// <summary>Imports of ADEME's Base Carbone, for staff.</summary>
    public const string BaseCarbone = "/equipe/base-carbone";

    /// <summary>Approvals of the calculator, for staff.</summary>
    public const string Approvals = "/equipe/agrement";

    /// <summary>What the current catalogue would change in the open assessments, for staff.</summary>
    public const string CatalogueEffect = "/equipe/catalogue";

    /// <summary>Data entry of the provisional assessment ("Données prévisionnelles", CC-18).</summary>
    public static string Provisional(Guid projectId) => $"/bilans/{projectId}/previsionnel";

    /// <summary>Data entry of the final assessment.</summary>
    public static string Final(Guid projectId) => $"/bilans/{projectId}/definitif";

    /// <summary>Results of both assessments.</summary>
    public static string Results(Guid id) => $"/bilans/{id}/resultats";
}
