using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// "Espace entreprise" in the switch on every page, for administrators only (MS-19, MS-20); for everybody else a link to
/// what it is.
/// </summary>
internal sealed class SpaceShell(SpaceAccess access) : IShellContributor
{
    private static readonly Text Label = new("Espace entreprise", "Company space");

    public async ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
    {
        if (context.Actor is not { } actor)
        {
            return;
        }

        var spaces = await access.NamesAsync(actor.Id, ct);
        if (spaces.Count > 0)
        {
            context.Add(new SpaceLink(
                Label,
                spaces.Count == 1 ? MemberSpaceLinks.Dashboard(spaces[0].Id) : MemberSpaceLinks.Chooser,
                context.IsUnder(MemberSpaceLinks.Chooser),
                [.. spaces.Select(s => new SpaceChoice(s.Name, MemberSpaceLinks.Dashboard(s.Id), context.IsUnder(MemberSpaceLinks.Dashboard(s.Id))))],
                Order: 20));
            context.Add(new AccountLink(
                spaces.Count == 1 ? new Text("Gérer l’espace entreprise", "Manage the company space") : new Text("Mes demandes d’espace", "My space requests"),
                spaces.Count == 1 ? Links.Manage(spaces[0].Id) : Links.MyRequests,
                Order: 60));
        }
        else if (!actor.IsStaff)
        {
            context.Add(new AccountLink(new Text("Créer son espace membre", "Create a member space"), MemberSpaceLinks.About, Order: 60));
        }
    }
}
