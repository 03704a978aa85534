using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web;

/// <summary>The short way to write a text in both languages inside pages: <c>@T("Enregistrer", "Save")</c>.</summary>
public static class Words
{
    public static Text T(string fr, string en) => new(fr, en);
}
