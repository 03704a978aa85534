using EcoprodPlatform.Web.Assets;

namespace EcoprodPlatform.MemberSpace.Guide;

/// <summary>A chapter of the guide.</summary>
/// <param name="Slug">In its address, for good: people keep links.</param>
public sealed record Chapter(string Slug, Text Title, Text Lead, IReadOnlyList<Passage> Passages)
{
    public Picture? Picture { get; init; }
}

/// <summary>A heading and what stands under it.</summary>
public sealed record Passage(Text Heading, params IReadOnlyList<Text> Paragraphs)
{
    /// <summary>Where in the space one does what the passage tells.</summary>
    public (Text Label, Func<Guid, string> Href)? Place { get; init; }
}

/// <summary>
/// What a page looks like, in both languages. Taken by the browser tests (GuidePictureTests), which also find out when the page
/// no longer has the headings and controls it was taken with.
/// </summary>
/// <param name="Name">Of the files: <c>dashboard-fr.webp</c> (a dot would make MSBuild take the language for the resource’s own).</param>
/// <param name="Alt">What there is to see, for who does not see it.</param>
public sealed record Picture(string Name, Text Alt)
{
    public const int Width = 880;

    public const int Height = 720;

    public string Url => WebAssets.Url(FileOf(new Text("fr", "en").ToString()));

    internal IEnumerable<string> Files => [FileOf("fr"), FileOf("en")];

    private string FileOf(string language) => $"{Name}-{language}.webp";
}
