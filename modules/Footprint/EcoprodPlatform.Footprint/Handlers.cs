using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.Footprint;

/// <summary>Registers the command handlers of an assembly with MediatR 5, which has no registration of its own.</summary>
internal static class Handlers
{
    public static IServiceCollection AddHandlers(this IServiceCollection services, Assembly assembly)
    {
        services.TryAddTransient<ServiceFactory>(sp => type => sp.GetRequiredService(type));
        services.TryAddTransient<IMediator, Mediator>();
        foreach (var type in assembly.DefinedTypes.Where(t => t is { IsAbstract: false, IsInterface: false, IsGenericTypeDefinition: false }))
        {
            foreach (var handled in type.ImplementedInterfaces.Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
            {
                services.AddTransient(handled, type);
            }
        }

        return services;
    }
}
