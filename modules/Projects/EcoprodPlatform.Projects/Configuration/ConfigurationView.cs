using System.Globalization;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.History;
using EcoprodPlatform.Projects.Lists;
using EcoprodPlatform.Projects.Tagging;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Forms;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Projects.Configuration;

/// <summary>Gathers what the Configuration page shows.</summary>
internal sealed class ConfigurationView(ProjectReader reader, TagRegister register, ProjectHistory history, People people)
{
    /// <summary>Query parameter of the tag search.</summary>
    public const string TagQuery = "tag";

    private const int RecentEntries = 5;

    /// <param name="form">What was posted and refused; null to show what is stored.</param>
    /// <param name="tagging">A tagging that was refused.</param>
    public async Task<ConfigurationModel> ReadAsync(Guid id, HttpContext http, PageForm? form, CancellationToken ct, PageForm? tagging = null)
    {
        var actor = http.Actor();
        var (project, tags) = await reader.LoadAsync(id, actor, ct);
        var frame = ProjectFrame.Of(project, actor);
        var wanted = http.Request.Query[TagQuery].ToString();
        var found = frame.IsOwner && wanted.Length > 0 ? await register.SearchAsync(wanted, TagRegister.Results, ct) : [];
        var entries = await history.ReadAsync(id, ct);
        var owner = project.State.OwnerId;
        return new ConfigurationModel(
            frame,
            form ?? ConfigurationForm.Of(project.State.Configuration).SetVersion(project.Version),
            FactsOf(project.State.Configuration),
            (tagging ?? new PageForm()).SetVersion(project.Version),
            [.. tags.Select(t => new TagChoice(t.TagId, t.Name, t.OrganisationName, IsOnProject: true))],
            wanted.Length == 0 ? null : wanted,
            [.. found.Select(t => new TagChoice(t.TagId, t.Name, t.OrganisationName, project.State.Tags.ContainsKey(t.TagId)))],
            [.. entries.Take(RecentEntries)],
            entries.Count,
            People.NameOf(owner, await people.FindAsync([owner], ct)),
            project.State.OpenedAt,
            (await reader.ChangesAsync(id, ct)).UpdatedAt);
    }

    /// <summary>The configuration in words, for who may only read it.</summary>
    private static IReadOnlyList<KeyValuePair<Text, string?>> FactsOf(ProjectConfiguration c)
    {
        return
        [
            Fact(ProjectWords.Title, c.Title),
            Fact(ProjectWords.EditorialGenre, Terms.Genres.Name(c.EditorialGenre).ToString()),
            Fact(ProjectWords.ShootingTypologies, Names(c.ShootingTypologies, Terms.Typologies)),
            Fact(ProjectWords.MainDistribution, c.MainDistribution is { } mode ? Terms.Distributions.Name(mode).ToString() : null),
            Fact(ProjectWords.IsExercise, (c.IsExercise ? new Text("Oui", "Yes") : new Text("Non", "No")).ToString()),
            Fact(ProjectWords.Currency, Terms.Currencies.Name(c.Currency).ToString()),
            Fact(ProjectWords.Budget, c.Budget is { } budget ? Format.Money(budget, c.Currency) : null),
            Fact(ProjectWords.Episodes, Format.Integer(c.Episodes)),
            Fact(ProjectWords.Duration, c.DurationSeconds is { } seconds ? Format.Duration(seconds) : null),
            Fact(ProjectWords.ShootingFormat, c.ShootingFormat is { } format ? Terms.Formats.Name(format).ToString() : null),
            Fact(ProjectWords.StartDate, c.StartDate is { } start ? Format.Date(start) : null),
            Fact(ProjectWords.DeliveryDate, c.DeliveryDate is { } delivery ? Format.Date(delivery) : null),
            Fact(ProjectWords.ProductionDays, c.ProductionDays is { } days ? Format.Integer(days) : null),
            Fact(ProjectWords.LeadCountry, Terms.Countries.Name(c.LeadCountry).ToString()),
            Fact(ProjectWords.CoproductionCountries, Names(c.CoproductionCountries, Terms.Countries)),
            Fact(ProjectWords.ProductionCompanies, c.ProductionCompanies.Count == 0 ? null : string.Join(", ", c.ProductionCompanies)),
        ];

        static KeyValuePair<Text, string?> Fact(Text label, string? value) => new(label, value);

        static string? Names(IReadOnlyList<string> codes, Terms list)
            => codes.Count == 0 ? null : string.Join(", ", codes.Select(code => list.Name(code).In(CultureInfo.CurrentUICulture)));
    }
}

/// <summary>What the Configuration page shows.</summary>
/// <param name="Project">The frame.</param>
/// <param name="Form">The fields, as stored or as typed.</param>
/// <param name="Facts">The same in words, for who may only read.</param>
/// <param name="Tagging">The form of the tags, with why the last one was refused.</param>
/// <param name="Tags">Tags on the project.</param>
/// <param name="Search">What is searched in the register; null when nothing is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Recent">The last lines of the history.</param>
/// <param name="HistoryCount">How many lines there are in all.</param>
/// <param name="OwnerName">Who created it (MS-40).</param>
/// <param name="UpdatedAt">Newest change of its data, here or in its assessments (PR-19).</param>
public sealed record ConfigurationModel(
    ProjectFrame Project,
    PageForm Form,
    IReadOnlyList<KeyValuePair<Text, string?>> Facts,
    PageForm Tagging,
    IReadOnlyList<TagChoice> Tags,
    string? Search,
    IReadOnlyList<TagChoice> Found,
    IReadOnlyList<HistoryEntry> Recent,
    int HistoryCount,
    string OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>A tag as the page offers or shows it, with the structure it belongs to (MS-50).</summary>
public sealed record TagChoice(Guid TagId, string Name, string OrganisationName, bool IsOnProject);
