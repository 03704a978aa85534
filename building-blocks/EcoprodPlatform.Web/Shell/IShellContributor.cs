namespace EcoprodPlatform.Web.Shell;

/// <summary>
/// A module's part of the frame around every page: entries of the account switch, links of the account menu, the
/// name of who is signed in. Registered by the module; called once per page, so keep it to at most one cheap query.
/// </summary>
public interface IShellContributor
{
    ValueTask ContributeAsync(ShellContext context, CancellationToken ct);
}
