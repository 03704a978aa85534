using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Projects.Ownership;

/// <summary>The projects of somebody who is about to delete their account: each says to whom it goes, and leads to where it is handed over or deleted (B03).</summary>
internal sealed class LeavingProjects(ModuleLog<ProjectsModule> log) : ILeaveTaking
{
    private static readonly Text HandOver = new("Transmettre", "Hand over");

    private static readonly Text Delete = new("Supprimer", "Delete");

    public async ValueTask<IReadOnlyList<LeftBehind>> OfAsync(Actor by, CancellationToken ct)
        => await log.ListAsync(
            """
            select l.project_id, l.title, exists (
              select 1 from project_access a join people p on p.person_id = a.person_id and p.email is not null
              where a.project_id = l.project_id and a.role = 'contributor')
            from project_list l
            where l.owner_id = $1
            order by l.title, l.project_id
            """,
            r => new LeftBehind(
                r.GetString(1),
                r.GetBoolean(2)
                    ? new Text("Passe à la personne qui y contribue depuis le plus longtemps.", "Goes to whoever has contributed to it longest.")
                    : new Text("Personne n’y contribue : il reste sans propriétaire.", "Nobody contributes to it: it stays without an owner."),
                [new(HandOver, Links.HandOver(r.GetGuid(0))), new(Delete, Links.Deletion(r.GetGuid(0)))]),
            ct,
            by.Id);
}
