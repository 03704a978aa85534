using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace EcoprodPlatform.Web;

/// <summary>The parameters of a component that only carries them to the renderer, which makes its own.</summary>
internal static class ComponentParameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> ByType = new();

    public static Dictionary<string, object?> Of(IComponent component) => ByType
        .GetOrAdd(component.GetType(), type => [.. type.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute)))])
        .ToDictionary(p => p.Name, p => p.GetValue(component), StringComparer.Ordinal);
}
