using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Host;

/// <summary>"Équipe Ecoprod" in the account switch, for Ecoprod's staff.</summary>
internal sealed class StaffShell : IShellContributor
{
    public ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
    {
        if (context.Actor?.IsStaff == true)
        {
            context.Add(new SpaceLink(new Text("Équipe Ecoprod", "Ecoprod team"), "/equipe", context.IsUnder("/equipe"), Order: 90));
        }

        return ValueTask.CompletedTask;
    }
}
