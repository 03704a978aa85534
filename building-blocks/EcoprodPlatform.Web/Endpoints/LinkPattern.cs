using System.Reflection;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// The route pattern of the method that makes the links to a page: <c>Untag(Guid project, Guid tag)</c>, which answers
/// <c>/projets/…/tags/…/retrait</c>, is <c>/projets/{project:guid}/tags/{tag:guid}/retrait</c>. So an address is written once,
/// and in Contracts too, which reference nothing.
/// </summary>
internal static class LinkPattern
{
    public static string Of(Delegate link)
    {
        var parameters = link.Method.GetParameters();
        var samples = parameters.Select((p, at) => (Parameter: p, Value: Sample(p, at))).ToArray();
        var address = (string)link.DynamicInvoke([.. samples.Select(s => s.Value)])!;
        return samples.Aggregate(address, (pattern, s) =>
        {
            var text = s.Value.ToString()!;
            return pattern.Split(text) is [var before, var after]
                ? $"{before}{{{s.Parameter.Name}{(s.Value is string ? "" : ":guid")}}}{after}"
                : throw new InvalidOperationException($"{Name(link)} must hold {s.Parameter.Name} once: its address is {address}.");
        });
    }

    private static object Sample(ParameterInfo parameter, int at)
    {
        var id = new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)(at + 1)]);
        return parameter.ParameterType == typeof(Guid) ? id
            : parameter.ParameterType.IsAssignableTo(typeof(IId)) ? Activator.CreateInstance(parameter.ParameterType, id)!
            : parameter.ParameterType == typeof(string) ? $"sample{id:N}"
            : throw new InvalidOperationException($"{parameter.Member.Name}: a page's address is made of ids and texts, not of {parameter.ParameterType.Name}.");
    }

    private static string Name(Delegate link) => $"{link.Method.DeclaringType?.Name}.{link.Method.Name}";
}
