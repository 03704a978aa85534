using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Reactions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>
/// The real host. Who asks is told by a header instead of a sign-in, which is Accounts' business; what Projects would
/// publish is handed to the reactions as the bus hands it, inbox row included.
/// </summary>
public sealed class FootprintApp : EcoprodApp
{
    private static readonly DateTimeOffset Opened = new(2023, 12, 13, 10, 0, 0, TimeSpan.Zero);

    public IdSource Ids => Services.GetRequiredService<IdSource>();

    internal EventStore<FootprintModule> Store => Services.GetRequiredService<EventStore<FootprintModule>>();

    /// <summary>What other modules were told, by event id.</summary>
    internal ConcurrentDictionary<Guid, AssessmentMeasuredV1> Told { get; } = [];

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddAuthentication(o => o.DefaultAuthenticateScheme = "header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        services.AddSingleton(Told);
        services.AddReaction<FootprintModule, AssessmentMeasuredV1, Listener>(FootprintModule.Schema, "test-listener", AssessmentMeasuredV1.WireName, m => m.EventId);
    }

    /// <summary>A browser of this person.</summary>
    public Visitor As(PersonId person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.DefaultRequestHeaders.Add(HeaderAuthentication.Header, person.ToString());
        return visitor;
    }

    /// <summary>A program of this person.</summary>
    public HttpClient ProgramOf(PersonId person, string language = "en")
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add(HeaderAuthentication.Header, person.ToString());
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
            await PutAsync(owner, $"/api/footprints/{project.Id}/{kind.Code()}", $$"""{"lines":{{FirstProject.LinesJson}}}""", 0);
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
    public async Task DeliverAsync(params object[] messages)
    {
        foreach (var message in messages)
        {
            await (message switch
            {
                ProjectDescribedV1 m => RunAsync<ProjectDescribedV1, OnProjectDescribed>(m, m.EventId, "on-project-described"),
                CollaboratorChangedV1 m => RunAsync<CollaboratorChangedV1, OnCollaboratorChanged>(m, m.EventId, "on-collaborator-changed"),
                _ => throw new ArgumentException(message.GetType().Name, nameof(messages)),
            });
        }
    }

    /// <summary>Stored names of an assessment's events, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(ProjectId project, AssessmentKind kind = AssessmentKind.Provisional)
        => [.. (await Store.ReadStreamAsync(kind.StreamId(project), default)).Select(e => e.EventTypeName)];

    public static async Task<HttpResponseMessage> PutAsync(HttpClient client, string path, string json, long? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await SendAsync(client, request, version);
    }

    public static async Task<HttpResponseMessage> DeleteAsync(HttpClient client, string path, long? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        return await SendAsync(client, request, version);
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>One line as JSON, the TGV line with what a test changes.</summary>
    public static string Line(string quantity = "\"2400\"", string factor = "tgv", string unit = "passenger.km", string department = "transport", string post = "transport", string phase = "shooting", string label = "Repérages", Guid? id = null)
        => $$"""{"department":"{{department}}","post":"{{post}}","phase":"{{phase}}","factor":"{{factor}}","quantity":{{quantity}},"unit":"{{unit}}","label":{{JsonSerializer.Serialize(label)}}{{(id is { } i ? $",\"id\":\"{i}\"" : "")}}}""";

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request, long? version)
    {
        if (version is { } v)
        {
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{v}\""));
        }

        return client.SendAsync(request);
    }

    private async Task RunAsync<TMessage, TReaction>(TMessage message, Guid id, string name)
        where TMessage : class
        where TReaction : class, IReaction<TMessage>
    {
        await using var scope = Services.CreateAsyncScope();
        var work = Store.Begin(Actor.System, id);
        await ActivatorUtilities.CreateInstance<TReaction>(scope.ServiceProvider).ReactAsync(message, work, CancellationToken.None);
        work.Also("insert into inbox (reaction, message_id) values ($1, $2)", $"footprint.{name}", id);
        try
        {
            await work.SaveAsync(CancellationToken.None);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "inbox")
        {
            // taken already
        }
    }

    /// <summary>Listens on the bus like another module.</summary>
    private sealed class Listener(ConcurrentDictionary<Guid, AssessmentMeasuredV1> told) : IReaction<AssessmentMeasuredV1>
    {
        public Task ReactAsync(AssessmentMeasuredV1 message, UnitOfWork work, CancellationToken ct)
        {
            told[message.EventId] = message;
            return Task.CompletedTask;
        }
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Header = "X-Test-Person";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
            => Task.FromResult(Request.Headers[Header].ToString() is { Length: > 0 } person
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}

/// <summary>A project set up for a test.</summary>
public sealed record TestProject(ProjectId Id, PersonId Owner);
