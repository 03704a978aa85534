using EcoprodPlatform.MemberSpace;
using EcoprodPlatform.Web;

namespace EcoprodPlatform.Host;

/// <summary>The modules of this host: the only list there is.</summary>
internal static class Modules
{
    public static readonly IReadOnlyList<IEcoprodModule> All =
    [
        new MemberSpaceModule(),
    ];
}
