using System.Security.Claims;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Shell;

/// <summary>What a contributor sees of the request, and where it puts its links.</summary>
public sealed class ShellContext(ClaimsPrincipal user, PathString path)
{
    private readonly List<SpaceLink> spaces = [];
    private readonly List<AccountLink> accountLinks = [];
    private readonly List<FooterLink> footerLinks = [];

    public ClaimsPrincipal User { get; } = user;

    /// <summary>The signed-in person, or null.</summary>
    public Actor? Actor { get; } = user.Actor();

    /// <summary>Path of the page being shown.</summary>
    public PathString Path { get; } = path;

    /// <summary>Name shown for who is signed in; set by Accounts.</summary>
    public string? PersonName { get; set; }

    /// <summary>Entries of the account switch, in order.</summary>
    public IEnumerable<SpaceLink> Spaces => spaces.OrderBy(s => s.Order);

    /// <summary>Links of the account menu (or sign-in links), in order.</summary>
    public IEnumerable<AccountLink> AccountLinks => accountLinks.OrderBy(l => l.Order);

    /// <summary>Links at the foot of every page: method, contact, accessibility.</summary>
    public IEnumerable<FooterLink> FooterLinks => footerLinks.OrderBy(l => l.Order);

    /// <summary>True when the current page is under this path: what makes a space current.</summary>
    public bool IsUnder(string path) => Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    public void Add(SpaceLink link) => spaces.Add(link);

    public void Add(AccountLink link) => accountLinks.Add(link);

    public void Add(FooterLink link) => footerLinks.Add(link);
}
