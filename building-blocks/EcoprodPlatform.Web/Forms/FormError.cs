using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Forms;

/// <summary>One thing to correct in a form.</summary>
/// <param name="Field">Name of the field, or null when it concerns the whole form.</param>
/// <param name="Text">What to do, as a full sentence.</param>
/// <param name="Beside">The same without the label, for the place beside the field; left out when the text stands alone.</param>
/// <param name="Code">Stable code of the rule that was broken, if one was.</param>
public sealed record FormError(string? Field, Text Text, string? Code = null, Text? Beside = null);
