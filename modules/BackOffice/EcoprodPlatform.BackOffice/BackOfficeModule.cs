using EcoprodPlatform.BackOffice.Journal;
using EcoprodPlatform.BackOffice.Reactions;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.BackOffice;

/// <summary>
/// What Ecoprod's staff see of the platform as a whole. It knows no other module but Accounts, for people's names: it takes whatever
/// they publish.
/// </summary>
public sealed class BackOfficeModule : IEcoprodModule
{
    private const string Schema = "back_office";

    public string Name => "BackOffice";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<BackOfficeModule, IBackOfficeStore>(context.ConnectionString, new LogDefinition(Schema, BackOfficeEvents.Map, [], typeof(BackOfficeModule).Assembly));
        services.AddPublications<BackOfficeModule>(Publications.Create());
        services.AddReactionToAll<BackOfficeModule, OnPublished>(Schema);
        services.AddReaction<BackOfficeModule, PersonKnownV1, OnPersonKnown>(Schema);
        services.AddReaction<BackOfficeModule, PersonErasedV1, OnPersonErased>(Schema);
        services.AddSingleton<ReadJournal>();
    }

    public void MapEndpoints(Routes to)
    {
        ReadJournal.Map(to);
    }
}
