using EcoprodPlatform.Web.Assets;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The module's own small scripts. Pages work without them.</summary>
internal static class FootprintAssets
{
    /// <summary>Factor search while typing, result while typing.</summary>
    public static readonly string Script = WebAssets.Add(typeof(FootprintAssets).Assembly, "footprint.js");

    /// <summary>A photo of a ticket in one tap.</summary>
    public static readonly string Ticket = WebAssets.Add(typeof(FootprintAssets).Assembly, "ticket.js");

    /// <summary>Keeps lines on the device while there is no network.</summary>
    public static readonly string Journal = WebAssets.Add(typeof(FootprintAssets).Assembly, "journal.js");

    /// <summary>Saves each answer of the questionnaire at once, and keeps it while there is no network.</summary>
    public static readonly string Questionnaire = WebAssets.Add(typeof(FootprintAssets).Assembly, "questionnaire.js");
}
