using EcoprodPlatform.Accounts;
using EcoprodPlatform.BackOffice;
using EcoprodPlatform.Footprint;
using EcoprodPlatform.MemberSpace;
using EcoprodPlatform.Projects;
using EcoprodPlatform.Web;

namespace EcoprodPlatform.Host;

/// <summary>The modules of this host: the only list there is.</summary>
internal static class Modules
{
    public static readonly IReadOnlyList<IEcoprodModule> All =
    [
        new AccountsModule(),
        new ProjectsModule(),
        new FootprintModule(),
        new MemberSpaceModule(),
        new BackOfficeModule(),
    ];
}
