namespace EcoprodPlatform.Web.Components;

/// <summary>How much a button stands out. One main button per page.</summary>
public enum ButtonKind
{
    Main,
    Quiet,
    Danger,
}

/// <summary>The classes behind the kinds.</summary>
internal static class ButtonKinds
{
    public static string? Css(ButtonKind kind) => kind switch { ButtonKind.Quiet => "quiet", ButtonKind.Danger => "danger", _ => null };
}
