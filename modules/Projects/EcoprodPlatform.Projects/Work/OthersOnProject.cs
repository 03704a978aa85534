namespace EcoprodPlatform.Projects.Work;

/// <summary>Who besides its owner has a project: why it cannot be deleted.</summary>
/// <param name="People">Who works on it or reads it, by name. Of a deleted account nobody is left to miss it.</param>
/// <param name="Invitations">Invitations that somebody may still accept.</param>
/// <param name="Structures">Whose space shows it, by name.</param>
public sealed record OthersOnProject(IReadOnlyList<string> People, int Invitations, IReadOnlyList<string> Structures)
{
    /// <summary>Names that one sentence bears.</summary>
    private const int Named = 3;

    private static readonly StringComparer ByName = StringComparer.Create(Languages.French, ignoreCase: true);

    public bool IsNobody => People.Count == 0 && Invitations == 0 && Structures.Count == 0;

    /// <summary>Each of them as a clause.</summary>
    public IReadOnlyList<Text> Clauses
    {
        get
        {
            var clauses = new List<Text>();
            if (People.Count > 0)
            {
                var (fr, en) = Some(People);
                clauses.Add(People.Count == 1 ? new($"{fr} y participe", $"{en} is on it") : new($"{fr} y participent", $"{en} are on it"));
            }

            if (Invitations > 0)
            {
                clauses.Add(Invitations == 1
                    ? new("une invitation attend une réponse", "an invitation waits for an answer")
                    : new($"{Invitations} invitations attendent une réponse", $"{Invitations} invitations wait for an answer"));
            }

            if (Structures.Count > 0)
            {
                var (fr, en) = Some(Structures);
                clauses.Add(Structures.Count == 1 ? new($"{fr} le voit par un tag", $"{en} sees it by a tag") : new($"{fr} le voient par un tag", $"{en} see it by a tag"));
            }

            return clauses;
        }
    }

    internal static OthersOnProject Of(Project project, DateTimeOffset at, KnownNames names) => new(
        [.. project.Collaborators.Keys.Where(p => names.People.GetValueOrDefault(p) is not { Email: null }).Select(p => Known.People.NameOf(p, names.People)).Order(ByName)],
        project.Invitations.Values.Count(i => i.ExpiresAt >= at),
        [.. project.Tags.Keys.Select(t => names.Tags.GetValueOrDefault(t)?.OrganisationName ?? ProjectWords.UnknownStructure.ToString()).Distinct(StringComparer.Ordinal).Order(ByName)]);

    /// <summary>What is said: who has it, and what to do about it.</summary>
    internal RuleBrokenException HaveIt() => RuleBrokenException.Conflict("project.others-have-it", new Text(
        $"Ce projet n’est pas qu’à vous : {string.Join(" ; ", Clauses.Select(c => c.Fr))}. Retirez d’abord ces personnes, invitations et tags, ou transmettez le projet au lieu de le supprimer.",
        $"This project is not yours alone: {string.Join("; ", Clauses.Select(c => c.En))}. Remove these people, invitations and tags first, or hand the project over instead of deleting it."));

    private static (string Fr, string En) Some(IReadOnlyList<string> names)
    {
        var first = string.Join(", ", names.Take(Named));
        var more = names.Count - Named;
        return more <= 0 ? (first, first) : ($"{first} et {more} autre{(more == 1 ? "" : "s")}", $"{first} and {more} other{(more == 1 ? "" : "s")}");
    }
}

/// <summary>What the ids of a project's people and tags stand for, as far as it is known here.</summary>
internal sealed record KnownNames(IReadOnlyDictionary<Guid, Person> People, IReadOnlyDictionary<Guid, OrganisationTag> Tags);
