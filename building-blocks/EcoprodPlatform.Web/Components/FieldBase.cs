using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;
using Microsoft.AspNetCore.Components;

namespace EcoprodPlatform.Web.Components;

/// <summary>What every field has: a label above, help under it, the error beside it, wired for screen readers.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>The form that holds what was typed and what is wrong; cascaded by <c>PostForm</c>.</summary>
    [CascadingParameter] public PageForm? CascadedForm { get; set; }

    [Parameter] public PageForm? Form { get; set; }

    [Parameter, EditorRequired] public string Name { get; set; } = "";

    [Parameter, EditorRequired] public Text Label { get; set; }

    [Parameter] public Text? Help { get; set; }

    /// <summary>Marks the field as one that must be filled in. The form's code decides; this only says so.</summary>
    [Parameter] public bool Required { get; set; }

    /// <summary>Shown, not editable, still posted.</summary>
    [Parameter] public bool ReadOnly { get; set; }

    /// <summary>Value of the autocomplete attribute (WCAG 1.3.5): <c>email</c>, <c>given-name</c>, <c>off</c>…</summary>
    [Parameter] public string? Autocomplete { get; set; }

    internal PageForm F => Form ?? CascadedForm ?? Nothing;

    internal string Id => "f-" + Name;

    internal string HelpId => Id + "-help";

    internal string ErrorId => Id + "-error";

    internal List<FormError> Errors => [.. F.ErrorsOf(Name)];

    internal bool IsWrong => F.ErrorsOf(Name).Any();

    internal string? Invalid => IsWrong ? "true" : null;

    internal string? DescribedBy => (Help is not null, IsWrong) switch
    {
        (true, true) => $"{ErrorId} {HelpId}",
        (true, false) => HelpId,
        (false, true) => ErrorId,
        _ => null,
    };

    private static readonly PageForm Nothing = new();
}
