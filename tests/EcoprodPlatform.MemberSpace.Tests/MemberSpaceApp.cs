using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>
/// The real host. Who asks is told by a header instead of a sign-in; what other modules would publish is handed to the
/// reactions as the bus hands it.
/// </summary>
public class MemberSpaceApp : EcoprodApp
{
    private int _people;

    public static PersonId Staff { get; } = new(Guid.Parse("5afe0000-0000-7000-8000-000000000001"));

    internal ModuleLog<MemberSpaceModule> Log => Services.GetRequiredService<ModuleLog<MemberSpaceModule>>();

    protected override void ConfigureServices(IServiceCollection services) => services.AddHeaderSignIn();

    /// <summary>A browser of this person.</summary>
    public Visitor As(PersonId person, string language = "fr")
    {
        var visitor = NewVisitor(language);
        visitor.Client.SignIn(person, isStaff: person == Staff);
        return visitor;
    }

    /// <summary>Somebody with a confirmed account.</summary>
    public async Task<PersonId> PersonAsync(string firstName = "Camille", string lastName = "Renaud", string language = "fr", string? email = null)
    {
        var id = new PersonId(Ids.NewId());
        email ??= $"p{Interlocked.Increment(ref _people)}-{id.Value:N}@example.org";
        await DeliverAsync(new PersonKnownV1(Ids.NewId(), id, 1, firstName, lastName, email, language));
        return id;
    }

    public async Task<string> EmailOfAsync(PersonId person) => await Database.ScalarAsync<string>($"select email from member_space.people where person_id = '{person}'");

    /// <summary>A paid-up member with its space, its tags and one administrator.</summary>
    public async Task<TestSpace> SpaceAsync(string? name = null, int tags = 1)
    {
        name ??= $"Structure {Ids.NewId():N}";
        var administrator = await PersonAsync();
        var id = new OrganisationId(Ids.NewId());
        await SendAsync(new RegisterOrganisation(id, name, new Membership(true, new DateOnly(2199, 1, 1)), new Actor(Staff, true)));
        await SendAsync(new OpenSpace(id, null, new Actor(Staff, true)));
        var tagIds = new List<TagId>();
        for (var i = 0; i < tags; i++)
        {
            tagIds.Add(new TagId(Ids.NewId()));
            await SendAsync(new OpenTag(id, tagIds[i], i == 0 ? name : $"{name} {i + 1}", null, new Actor(Staff, true)));
        }

        await SendAsync(new AddAdministrator(id, await EmailOfAsync(administrator), null, new Actor(Staff, true)));
        return new TestSpace(id, name, administrator, tagIds);
    }

    public async Task<T> SendAsync<T>(IRequest<T> command)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command);
    }

    /// <summary>A project tagged with this tag, described and measured; what is left out is not told.</summary>
    public async Task<ProjectId> ProjectAsync(TestSpace space, Func<ProjectDescribedV1, ProjectDescribedV1>? describe = null, decimal? finalKg = null, decimal? provisionalKg = null, int tag = 0)
    {
        var project = new ProjectId(Ids.NewId());
        var described = Told.Described(Ids, project);
        await DeliverAsync(describe?.Invoke(described) ?? described, Told.Tagged(Ids, project, 2, space.Tags[tag], space.Id));
        if (finalKg is { } f)
        {
            await DeliverAsync(Told.Measured(Ids, project, AssessmentMeasuredV1.Final, 1, ("transport", "transport", f)));
        }

        if (provisionalKg is { } p)
        {
            await DeliverAsync(Told.Measured(Ids, project, AssessmentMeasuredV1.Provisional, 1, ("transport", "transport", p)));
        }

        return project;
    }

    /// <summary>Hands messages to their reactions in this order; one handed in twice does nothing the second time.</summary>
    public Task DeliverAsync(params object[] messages) => DeliverToAsync("member_space", messages);
}

/// <summary>A space set up for a test.</summary>
public sealed record TestSpace(OrganisationId Id, string Name, PersonId Administrator, IReadOnlyList<TagId> Tags);

/// <summary>What other modules would tell.</summary>
internal static class Told
{
    public static ProjectDescribedV1 Described(IdSource ids, Guid project, long version = 1) => new(
        ids.NewId(), project, version, Guid.Parse("0a0e0000-0000-7000-8000-000000000002"), "Les Marées hautes", "documentary", ["other"], "other", false, "EUR", 300_000m, 1, 3120, "hd",
        new DateOnly(2022, 12, 5), new DateOnly(2023, 10, 2), 100, "FR", ["BE", "BW"], [],
        new DateTimeOffset(2023, 12, 13, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 12, 18, 10, 0, 0, TimeSpan.Zero), null);

    public static AssessmentMeasuredV1 Measured(IdSource ids, Guid project, string kind, long version, params (string Department, string Post, decimal Kg)[] cells) => new(
        ids.NewId(), project, kind, version, cells.Sum(c => c.Kg), cells.Length,
        [.. cells.Select(c => new ResultCell(c.Department, c.Post, "shooting", c.Kg))],
        new DateTimeOffset(2023, 12, 14, 10, 0, 0, TimeSpan.Zero), false);

    public static AssessmentLinesV1 Lines(IdSource ids, Guid project, long version, AssessmentLine[] lines, params Guid[] gone)
        => new(ids.NewId(), project, AssessmentMeasuredV1.Final, version, lines, gone);

    public static StructureTaggedV1 Tagged(IdSource ids, Guid project, long version, Guid tag, Guid organisation)
        => new(ids.NewId(), project, version, tag, organisation, Guid.Empty, new DateTimeOffset(2023, 12, 15, 10, 0, 0, TimeSpan.Zero));

    public static StructureUntaggedV1 Untagged(IdSource ids, Guid project, long version, Guid tag, Guid organisation)
        => new(ids.NewId(), project, version, tag, organisation, new DateTimeOffset(2023, 12, 16, 10, 0, 0, TimeSpan.Zero));
}
