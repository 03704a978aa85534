using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Errors;

/// <summary>A request that cannot be read (400), with what to send instead.</summary>
/// <param name="code">Stable code.</param>
/// <param name="text">What to do.</param>
/// <param name="field">The header or parameter, if one is to blame.</param>
internal sealed class BadInputException(string code, Text text, string? field = null) : BadHttpRequestException(text.En)
{
    public string Code { get; } = code;

    public Text Text { get; } = text;

    public string? Field { get; } = field;
}
