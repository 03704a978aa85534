using EcoprodPlatform.Web.Assets;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The module's own small script: factor search while typing, result while typing. Pages work without it.</summary>
internal static class FootprintAssets
{
    public static readonly string Script = WebAssets.Add(typeof(FootprintAssets).Assembly, "footprint.js");
}
