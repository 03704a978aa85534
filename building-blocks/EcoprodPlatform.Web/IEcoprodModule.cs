using EcoprodPlatform.Web.Endpoints;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web;

/// <summary>
/// One module as the host sees it: what it registers and what it serves. The host lists its modules by hand, in one
/// file (<c>Modules.cs</c>); nothing is found by scanning.
/// </summary>
public interface IEcoprodModule
{
    /// <summary>Name of the module, which is its folder's (<c>MemberSpace</c>).</summary>
    string Name { get; }

    /// <summary>Registers the module's log, handlers, publications, reactions and services.</summary>
    void AddServices(IServiceCollection services, ModuleContext context);

    /// <summary>Maps every page and API endpoint of the module: its slices, one by one.</summary>
    void MapEndpoints(Routes to);
}

/// <summary>What the host gives a module to register itself with.</summary>
/// <param name="Configuration">The host's configuration.</param>
/// <param name="ConnectionString">The database that all modules share, each in its own schema.</param>
public sealed record ModuleContext(IConfiguration Configuration, string ConnectionString);
