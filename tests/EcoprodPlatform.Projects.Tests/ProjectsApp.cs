using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>One host for all slices of the module.</summary>
[CollectionDefinition(Name)]
public sealed class ProjectsHost : ICollectionFixture<ProjectsApp>
{
    public const string Name = "projects host";
}

/// <summary>
/// The real host with a clock that can be moved and people who are signed in by a header. What other modules publish is
/// handed to the module's reactions directly.
/// </summary>
public sealed class ProjectsApp : EcoprodApp
{
    private int _people;

    public MovableClock Clock { get; } = new();

    /// <summary>Everything that Projects published, in the order it arrived.</summary>
    public Published Published { get; } = new();

    internal EventStore<ProjectsModule> Store => Services.GetRequiredService<EventStore<ProjectsModule>>();

    /// <summary>A person that Projects knows, with a browser of theirs.</summary>
    public async Task<TestPerson> PersonAsync(string first = "Camille", string last = "Renaud", string language = "fr")
    {
        var id = Ids.NewId();
        var email = $"{first}.{last}.{Interlocked.Increment(ref _people)}@production.example".ToLowerInvariant();
        await DeliverAsync(new PersonKnownV1(Ids.NewId(), id, 1, first, last, email, language));
        return new TestPerson(id, $"{first} {last}", email, SignedIn(id, language));
    }

    public Visitor SignedIn(Guid person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.SignIn(person);
        return visitor;
    }

    /// <summary>A tag of the register.</summary>
    internal async Task<OrganisationTag> TagAsync(string name, string organisation = "ECOLOPROD", bool isUsable = true)
    {
        var tag = new OrganisationTag(new TagId(Ids.NewId()), new OrganisationId(Ids.NewId()), name, organisation, isUsable);
        await DeliverAsync(
            new OrganisationTagChangedV1(Ids.NewId(), tag.TagId, tag.OrganisationId, 1, name, organisation, isUsable));
        return tag;
    }

    public Task MeasuredAsync(Guid project, string kind, long version, decimal kg, int lines, DateTimeOffset? at = null)
        => DeliverAsync(
            new AssessmentMeasuredV1(Ids.NewId(), project, kind, version, kg, lines, [], at ?? Clock.GetUtcNow(), false));

    /// <summary>Hands over what other modules would publish.</summary>
    public Task DeliverAsync(params object[] messages) => DeliverToAsync("projects", messages);

    /// <summary>The screenshot's project, created by a program; tells its id.</summary>
    public async Task<Guid> ProjectAsync(TestPerson owner, string title = "Documentaire")
    {
        var body = Samples.FirstProject();
        body["title"] = title;
        using var answer = await owner.Client.PostAsJsonAsync("/api/projects", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync())["id"]!.GetValue<Guid>();
    }

    /// <summary>Puts somebody on a project without the way through the mail.</summary>
    public async Task JoinAsync(Guid project, Guid owner, Guid person, string role)
    {
        var (inviter, invited, invitation) = (new PersonId(owner), new PersonId(person), new InvitationId(Ids.NewId()));
        var stream = await Store.LoadAsync<Project>(project, CancellationToken.None);
        await Store.Begin(new Actor(inviter)).Append(stream, stream.State.Invite(inviter, invitation, role, Clock.GetUtcNow())).SaveAsync(CancellationToken.None);
        stream = await Store.LoadAsync<Project>(project, CancellationToken.None);
        await Store.Begin(new Actor(invited)).Append(stream, stream.State.Join(invited, invitation, Clock.GetUtcNow())).SaveAsync(CancellationToken.None);
    }

    internal async Task<EventStream<Project>> LoadAsync(Guid project) => await Store.LoadAsync<Project>(project, CancellationToken.None);

    /// <summary>Stored names of a project's events.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(Guid project) => [.. (await Store.ReadStreamAsync(project, CancellationToken.None)).Select(e => e.EventTypeName)];

    /// <summary>Everything the mail queue has taken for an address, as the .eml files hold it.</summary>
    public async Task<IReadOnlyList<string>> MailsAsync(string address)
    {
        await SettledAsync();
        var folder = Path.Combine(DataFolder, "mails");
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)
            .Where(m => m.Contains(address, StringComparison.OrdinalIgnoreCase))];
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddHeaderSignIn();
        Published.Listen<ProjectsModule, ProjectDescribedV1>(services, "projects");
        Published.Listen<ProjectsModule, StructureTaggedV1>(services, "projects");
        Published.Listen<ProjectsModule, StructureUntaggedV1>(services, "projects");
        Published.Listen<ProjectsModule, CollaboratorChangedV1>(services, "projects");
        Published.Listen<ProjectsModule, ProjectDeletedV1>(services, "projects");
    }
}

/// <summary>Somebody with an account and a browser.</summary>
public sealed record TestPerson(Guid Id, string Name, string Email, Visitor Visitor)
{
    public HttpClient Client => Visitor.Client;
}
