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
                ? $"{before}{{{s.Parameter.Name}{Constraint(s.Parameter.ParameterType)}}}{after}"
                : throw new InvalidOperationException($"{Name(link)} must hold {s.Parameter.Name} once: its address is {address}.");
        });
    }

    private static object Sample(ParameterInfo parameter, int at)
    {
        var id = new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)(at + 1)]);
        return parameter.ParameterType == typeof(Guid) ? id
            : parameter.ParameterType.IsAssignableTo(typeof(IId)) ? Activator.CreateInstance(parameter.ParameterType, id)!
            : parameter.ParameterType == typeof(string) ? $"sample{id:N}"
            : IsWord(parameter.ParameterType) ? Word(nameof(SampleOf), parameter.ParameterType, id)
            : throw new InvalidOperationException($"{parameter.Member.Name}: a page's address is made of ids, words and texts, not of {parameter.ParameterType.Name}.");
    }

    private static string Constraint(Type parameter) => parameter == typeof(string) ? "" : IsWord(parameter) ? $":{Word(nameof(ConstraintOf), parameter)}" : ":guid";

    private static bool IsWord(Type type) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRouteWord<>));

    private static object Word(string what, Type type, params object[] arguments)
        => typeof(LinkPattern).GetMethod(what, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, arguments)!;

    private static TWord SampleOf<TWord>(Guid unique)
        where TWord : struct, IRouteWord<TWord>
        => TWord.Sample(unique);

    private static string ConstraintOf<TWord>()
        where TWord : struct, IRouteWord<TWord>
        => TWord.Constraint;

    private static string Name(Delegate link) => $"{link.Method.DeclaringType?.Name}.{link.Method.Name}";
}
