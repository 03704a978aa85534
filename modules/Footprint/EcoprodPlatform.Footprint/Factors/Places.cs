using System.Globalization;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Places that factors hold for, in words.</summary>
internal static class Places
{
    /// <summary>"Botswana", "Monde", "Union européenne", in the language of the request.</summary>
    public static string NameOf(string code) => code switch
    {
        "world" => new Text("Monde", "World").ToString(),
        "EU" => new Text("Union européenne", "European Union").ToString(),
        "FR-OM" => new Text("France, outre-mer", "France, overseas").ToString(),
        { Length: 2 } => Country(code),
        _ => code,
    };

    private static string Country(string code)
    {
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
