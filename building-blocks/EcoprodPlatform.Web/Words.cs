using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web;

/// <summary>The short way to write a text in both languages inside pages: <c>@T("Enregistrer", "Save")</c>.</summary>
public static class Words
{
    public static Text T(string fr, string en) => new(fr, en);

    /// <summary>So many of something: "1 projet", "2 projets", "1 234 projets". In French none is one, in English it is many.</summary>
    /// <param name="one">The words after the number, for one.</param>
    /// <param name="many">The same for several.</param>
    public static Text Count(long number, Text one, Text many) => new(
        $"{Format.Integer(number, Languages.French)} {(number < 2 ? one : many).Fr}",
        $"{Format.Integer(number, Languages.English)} {(number == 1 ? one : many).En}");

    /// <summary>How long to wait: whole minutes, above an hour whole hours.</summary>
    public static Text Wait(TimeSpan wait) => wait > TimeSpan.FromHours(1)
        ? Count((long)Math.Ceiling(wait.TotalHours), new("heure", "hour"), new("heures", "hours"))
        : Count((long)Math.Ceiling(wait.TotalMinutes), new("minute", "minute"), new("minutes", "minutes"));
}
