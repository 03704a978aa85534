using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>
/// The real host. Who asks is told by a header instead of a sign-in; what Projects would publish is handed to the
/// reactions as the bus hands it.
/// </summary>
public class FootprintApp : EcoprodApp
{
    private static readonly DateTimeOffset Opened = new(2023, 12, 13, 10, 0, 0, TimeSpan.Zero);

    internal EventStore<FootprintModule> Store => Services.GetRequiredService<EventStore<FootprintModule>>();

    /// <summary>What other modules were told.</summary>
    public Published Published { get; } = new();

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddHeaderSignIn();
        Published.Listen<FootprintModule, AssessmentMeasuredV1>(services, FootprintModule.Schema);
        Published.Listen<FootprintModule, AssessmentLinesV1>(services, FootprintModule.Schema);
    }

    /// <summary>A browser of this person.</summary>
    public Visitor As(PersonId person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.SignIn(person);
        return visitor;
    }

    /// <summary>A program of this person.</summary>
    public HttpClient ProgramOf(PersonId person, string language = "en")
    {
        var client = CreateClient();
        client.SignIn(person);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return client;
    }

    /// <summary>A project with its owner: the seed's screenshot unless told otherwise.</summary>
    internal async Task<TestProject> ProjectAsync(Func<ProjectDescribedV1, ProjectDescribedV1>? describe = null)
    {
        var project = new TestProject(new ProjectId(Ids.NewId()), new PersonId(Ids.NewId()));
        var described = Described(project);
        await DeliverAsync(describe?.Invoke(described) ?? described);
        return project;
    }

    /// <summary>A project whose assessments hold the 19 lines.</summary>
    internal async Task<TestProject> MeasuredProjectAsync(Func<ProjectDescribedV1, ProjectDescribedV1>? describe = null, params AssessmentKind[] kinds)
    {
        var project = await ProjectAsync(describe);
        using var owner = ProgramOf(project.Owner);
        foreach (var kind in kinds)
        {
            await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind.Code}", $$"""{"lines":{{FirstProject.LinesJson}}}""", 0);
        }

        return project;
    }

    public async Task<PersonId> CollaboratorAsync(TestProject project, string? role, long version = 2)
    {
        var person = new PersonId(Ids.NewId());
        await DeliverAsync(new CollaboratorChangedV1(Ids.NewId(), project.Id, version, person, role));
        return person;
    }

    internal Task CloseAsync(TestProject project, long version = 9)
        => DeliverAsync(Described(project) with { ProjectVersion = version, FinalisedOn = new DateOnly(2023, 12, 18) });

    internal ProjectDescribedV1 Described(TestProject project) => new(
        Ids.NewId(), project.Id, 1, project.Owner, "Documentaire", "documentary", ["other"], "other", false, "EUR", 300_000m, 1, 3120, "hd",
        new DateOnly(2022, 12, 5), new DateOnly(2023, 10, 2), 100, "FR", ["BE", "BW"], [], Opened, Opened, null);

    /// <summary>Hands messages to their reactions in this order; one handed in twice does nothing the second time.</summary>
    public Task DeliverAsync(params object[] messages) => DeliverToAsync(FootprintModule.Schema, messages);

    /// <summary>Stored names of an assessment's events, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(ProjectId project, AssessmentKind kind = default)
        => [.. (await Store.ReadStreamAsync(kind.StreamId(project), default)).Select(e => e.EventTypeName)];

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>One line as JSON, the TGV line with what a test changes.</summary>
    public static string Line(string quantity = "\"2400\"", string factor = "tgv", string unit = "passenger.km", string department = "transport", string post = "transport", string phase = "shooting", string label = "Repérages", Guid? id = null)
        => $$"""{"department":"{{department}}","post":"{{post}}","phase":"{{phase}}","factor":"{{factor}}","quantity":{{quantity}},"unit":"{{unit}}","label":{{JsonSerializer.Serialize(label)}}{{(id is { } i ? $",\"id\":\"{i}\"" : "")}}}""";
}

/// <summary>A project set up for a test.</summary>
public sealed record TestProject(ProjectId Id, PersonId Owner);
