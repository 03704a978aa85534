using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.Web;

/// <summary>Registers command handlers with MediatR 5, which has no registration of its own (docs/decisions/0004).</summary>
public static class MediatRHandlers
{
    /// <summary>Registers the handlers of a module's assembly; a request with two handlers is refused at once.</summary>
    public static IServiceCollection AddHandlers(this IServiceCollection services, Assembly assembly)
    {
        services.TryAddTransient<ServiceFactory>(sp => type => sp.GetRequiredService(type));
        services.TryAddTransient<IMediator, Mediator>();
        services.TryAddEnumerable(ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(TracedCommand<,>)));
        services.TryAddEnumerable(ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(RacedCommand<,>)));
        foreach (var type in assembly.DefinedTypes.Where(t => t is { IsAbstract: false, IsInterface: false, IsGenericTypeDefinition: false }))
        {
            foreach (var handled in type.ImplementedInterfaces.Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
            {
                if (services.Any(s => s.ServiceType == handled))
                {
                    throw new InvalidOperationException($"{handled.GenericTypeArguments[0].Name} has two handlers; the second is {type.FullName}.");
                }

                services.AddTransient(handled, type);
            }
        }

        return services;
    }
}
