using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Projects;

/// <summary>The words of the Configuration page, shared by its labels and its messages.</summary>
internal static class ProjectWords
{
    public static readonly Text Title = new("Titre du projet", "Project title");
    public static readonly Text EditorialGenre = new("Genre éditorial", "Editorial genre");
    public static readonly Text ShootingTypologies = new("Typologie de tournage", "Shooting typology");
    public static readonly Text MainDistribution = new("Mode de diffusion principal", "Main distribution mode");
    public static readonly Text IsExercise = new("Ce projet est un exercice", "This project is an exercise");
    public static readonly Text Currency = new("Devise du budget", "Budget currency");
    public static readonly Text Budget = new("Budget", "Budget");
    public static readonly Text Episodes = new("Nombre d’épisodes", "Number of episodes");
    public static readonly Text Duration = new("Durée de l’œuvre", "Duration of the work");
    public static readonly Text ShootingFormat = new("Format de tournage", "Shooting format");
    public static readonly Text StartDate = new("Date de début du projet", "Project start date");
    public static readonly Text DeliveryDate = new("Date de livraison du projet", "Project delivery date");
    public static readonly Text ProductionDays = new("Nombre de jours de production", "Number of production days");
    public static readonly Text LeadCountry = new("Pays de production majoritaire", "Lead country of production");
    public static readonly Text CoproductionCountries = new("Pays de coproduction", "Co-production countries");
    public static readonly Text ProductionCompanies = new("Société(s) de production", "Production companies");
    public static readonly Text Tags = new("Tags structures partenaires", "Partner organisation tags");
    public static readonly Text Owner = new("Propriétaire", "Owner");
    public static readonly Text Contributor = new("Contribution", "Contributor");
    public static readonly Text Reader = new("Lecture", "Reader");
    public static readonly Text ErasedPerson = new("Compte supprimé", "Deleted account");

    /// <summary>The name of a role, as it is shown beside a person.</summary>
    public static Text Role(string role) => role switch
    {
        Roles.Owner => Owner,
        Roles.Contributor => Contributor,
        _ => Reader,
    };
}
