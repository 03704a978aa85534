using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Projects.Reactions;
using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
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
/// The real host with a clock that can be moved and people who are signed in by a header: signing in itself is the
/// business of Accounts. What other modules publish is handed to the module's reactions directly.
/// </summary>
public sealed class ProjectsApp : EcoprodApp
{
    private int _people;

    public MovableClock Clock { get; } = new();

    /// <summary>Everything that Projects published, in the order it arrived.</summary>
    public Published Published { get; } = new();

    public IdSource Ids => Services.GetRequiredService<IdSource>();

    internal EventStore<ProjectsModule> Store => Services.GetRequiredService<EventStore<ProjectsModule>>();

    /// <summary>A person that Projects knows, with a browser of theirs.</summary>
    public async Task<TestPerson> PersonAsync(string first = "Camille", string last = "Renaud", string language = "fr")
    {
        var id = Ids.NewId();
        var email = $"{first}.{last}.{Interlocked.Increment(ref _people)}@production.example".ToLowerInvariant();
        await ReactAsync<PersonKnownV1, OnPersonKnown>(new PersonKnownV1(Ids.NewId(), id, 1, first, last, email, language));
        return new TestPerson(id, $"{first} {last}", email, SignedIn(id, language));
    }

    public Visitor SignedIn(Guid person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.DefaultRequestHeaders.Add(HeaderSignIn.Header, person.ToString());
        return visitor;
    }

    /// <summary>A tag of the register.</summary>
    internal async Task<OrganisationTag> TagAsync(string name, string organisation = "ECOLOPROD", bool isUsable = true)
    {
        var tag = new OrganisationTag(new TagId(Ids.NewId()), new OrganisationId(Ids.NewId()), name, organisation, isUsable);
        await ReactAsync<OrganisationTagChangedV1, OnOrganisationTagChanged>(
            new OrganisationTagChangedV1(Ids.NewId(), tag.TagId, tag.OrganisationId, 1, name, organisation, isUsable));
        return tag;
    }

    public Task MeasuredAsync(Guid project, string kind, long version, decimal kg, int lines, DateTimeOffset? at = null)
        => ReactAsync<AssessmentMeasuredV1, OnAssessmentMeasured>(
            new AssessmentMeasuredV1(Ids.NewId(), project, kind, version, kg, lines, [], at ?? Clock.GetUtcNow(), false));

    /// <summary>Runs a reaction as the bus would, in its own transaction.</summary>
    internal async Task ReactAsync<TMessage, TReaction>(TMessage message)
        where TMessage : class
        where TReaction : IReaction<TMessage>
    {
        var work = Store.Begin(Actor.System);
        await ActivatorUtilities.CreateInstance<TReaction>(Services).ReactAsync(message, work, CancellationToken.None);
        await work.SaveAsync(CancellationToken.None);
    }

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

    public async Task<long> CountAsync(string sql, params object[] arguments)
    {
        await using var command = Database.Source.CreateCommand(sql);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Published);
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.Scheme, o => o.ForwardChallenge = HeaderSignIn.Challenge)
            .AddCookie(HeaderSignIn.Challenge, o =>
            {
                o.LoginPath = AccountLinks.SignIn;
                o.ReturnUrlParameter = "retour";
            });
        services.PostConfigure<AuthenticationOptions>(o =>
            o.DefaultScheme = o.DefaultAuthenticateScheme = o.DefaultChallengeScheme = o.DefaultForbidScheme = HeaderSignIn.Scheme);
        Listen<ProjectDescribedV1>("described", ProjectDescribedV1.WireName, m => m.EventId);
        Listen<StructureTaggedV1>("tagged", StructureTaggedV1.WireName, m => m.EventId);
        Listen<StructureUntaggedV1>("untagged", StructureUntaggedV1.WireName, m => m.EventId);
        Listen<CollaboratorChangedV1>("collaborator", CollaboratorChangedV1.WireName, m => m.EventId);

        void Listen<TMessage>(string name, string wireName, Func<TMessage, Guid> id)
            where TMessage : class
            => services.AddReaction<ProjectsModule, TMessage, Recorder<TMessage>>("projects", $"test-{name}", wireName, id);
    }

    private sealed class Recorder<TMessage>(Published published) : IReaction<TMessage>
        where TMessage : class
    {
        public Task ReactAsync(TMessage message, UnitOfWork work, CancellationToken ct)
        {
            published.Add(message);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Integration events that reached the bus.</summary>
public sealed class Published
{
    private readonly List<object> _messages = [];

    public void Add(object message)
    {
        lock (_messages)
        {
            _messages.Add(message);
        }
    }

    public IReadOnlyList<T> Of<T>()
    {
        lock (_messages)
        {
            return [.. _messages.OfType<T>()];
        }
    }
}

/// <summary>The system's clock, moved ahead or back.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset;

    /// <summary>Moves the clock until disposed.</summary>
    public IDisposable Ahead(TimeSpan by)
    {
        _offset += by;
        return new Back(this, by);
    }

    public IDisposable At(DateTimeOffset moment) => Ahead(moment - GetUtcNow());

    private sealed class Back(MovableClock clock, TimeSpan by) : IDisposable
    {
        public void Dispose() => clock._offset -= by;
    }
}

/// <summary>Somebody with an account and a browser.</summary>
public sealed record TestPerson(Guid Id, string Name, string Email, Visitor Visitor)
{
    public HttpClient Client => Visitor.Client;
}

/// <summary>Who asks is told by a header; who is nobody is sent to the sign-in page as by the real cookie.</summary>
internal sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "test-header";
    public const string Challenge = "test-cookie";
    public const string Header = "X-Test-Person";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Guid.TryParse(Request.Headers[Header], out var person))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.ToString())], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }
}

/// <summary>Short ways to talk to the API.</summary>
internal static class Api
{
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer)
        => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    public static async Task<JsonObject> GetJsonAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    /// <summary>Sends JSON with the version that was read.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, object? body = null, long? version = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        }

        return await client.SendAsync(request);
    }

    /// <summary>The answer is a refusal in problem details, with this status and code.</summary>
    public static async Task<JsonObject> ShouldRefuseAsync(this Task<HttpResponseMessage> call, HttpStatusCode status, string? code = null)
    {
        using var answer = await call;
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!.AsObject();
        if (code is not null)
        {
            problem["code"]!.GetValue<string>().ShouldBe(code, text);
        }

        problem["detail"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        problem["instance"]!.GetValue<string>().ShouldStartWith("/api/");
        problem["traceId"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }
}
