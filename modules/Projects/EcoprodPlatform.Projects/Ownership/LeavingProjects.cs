using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Projects.Ownership;

/// <summary>The projects of somebody who is about to delete their account: each says to whom it goes, and leads to where that is chosen (B03).</summary>
internal sealed class LeavingProjects(ModuleLog<ProjectsModule> log) : ILeaveTaking
{
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
            r => r.GetBoolean(2)
                ? new LeftBehind(
                    r.GetString(1),
                    new Text("Passe à la personne qui y contribue depuis le plus longtemps.", "Goes to whoever has contributed to it longest."),
                    new Text("Choisir qui le reprend", "Choose who takes it on"),
                    Links.HandOver(r.GetGuid(0)))
                : new LeftBehind(
                    r.GetString(1),
                    new Text("Personne n’y contribue : il reste sans propriétaire.", "Nobody contributes to it: it stays without an owner."),
                    new Text("Inviter quelqu’un", "Invite somebody"),
                    ProjectLinks.Collaboration(r.GetGuid(0))),
            ct,
            by.Id);
}
