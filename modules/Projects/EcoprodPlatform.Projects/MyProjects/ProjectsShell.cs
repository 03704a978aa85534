using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Projects.MyProjects;

/// <summary>"Mes projets" in the switch of every page, for whoever is signed in (MS-19, MS-20).</summary>
internal sealed class ProjectsShell : IShellContributor
{
    public ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
    {
        if (context.Actor is not null)
        {
            context.Add(new SpaceLink(new Text("Mes projets", "My projects"), ProjectLinks.Mine, context.IsUnder("/projets") || context.IsUnder("/bilans"), Order: 10));
        }

        return ValueTask.CompletedTask;
    }
}
