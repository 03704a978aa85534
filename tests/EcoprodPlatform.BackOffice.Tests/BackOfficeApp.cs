using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.BackOffice.Tests;

/// <summary>The real host. Who asks is told by a header instead of a sign-in.</summary>
public sealed class BackOfficeApp : EcoprodApp
{
    public static PersonId Staff { get; } = new(Guid.Parse("5afe0000-0000-7000-8000-000000000001"));

    protected override void ConfigureServices(IServiceCollection services) => services.AddHeaderSignIn();

    /// <summary>A browser of this person.</summary>
    public Visitor As(PersonId person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.SignIn(person, isStaff: person == Staff);
        return visitor;
    }

    /// <summary>Hands messages to the reactions of the back office, as the bus does.</summary>
    public Task DeliverAsync(params object[] messages) => DeliverToAsync("back_office", messages);

    /// <summary>Hands the reaction to all what a module published.</summary>
    internal async Task NoteAsync(Messaging.Published published)
    {
        var work = Services.GetRequiredService<EventStore<BackOfficeModule>>().Begin(Actor.System);
        await new Reactions.OnPublished().ReactAsync(published, work, default);
        await work.SaveAsync(default);
    }
}
