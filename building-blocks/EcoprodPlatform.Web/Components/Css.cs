namespace EcoprodPlatform.Web.Components;

/// <summary>Joins the class names that apply.</summary>
internal static class Css
{
    public static string Of(params ReadOnlySpan<string?> names)
    {
        var all = "";
        foreach (var name in names)
        {
            if (!string.IsNullOrEmpty(name))
            {
                all = all.Length == 0 ? name : $"{all} {name}";
            }
        }

        return all;
    }
}
