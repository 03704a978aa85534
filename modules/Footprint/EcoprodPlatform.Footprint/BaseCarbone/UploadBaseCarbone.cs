using System.Text.RegularExpressions;
using EcoprodPlatform.Web.Lists;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Staff bring in a file of the Base Carbone. It is read and compared; nothing is in force before it is confirmed (<see cref="ConfirmBaseCarbone"/>).</summary>
/// <param name="Version">As ADEME counts; null: read off the name.</param>
internal sealed partial record UploadBaseCarbone(IReadOnlyList<IncomingFile> Files, string? Version, Actor By) : IRequest<UploadedBaseCarbone>
{
    /// <summary>Bytes of a whole request: the file, and what a form adds.</summary>
    private const long MostBytesAtOnce = BaseCarboneFile.MostBytes + (1024 * 1024);

    private const int LongestVersion = 40;

    /// <summary>One CSV file, told by its content.</summary>
    public static DocumentRule Rule { get; } = new([DocumentKind.Csv], BaseCarboneFile.MostBytes);

    internal sealed class Handler(BaseCarboneImports imports, ILogger<Handler> logger) : IRequestHandler<UploadBaseCarbone, UploadedBaseCarbone>
    {
        public async Task<UploadedBaseCarbone> Handle(UploadBaseCarbone command, CancellationToken ct)
        {
            var file = command.Files is [var one] ? one : throw new RuleBrokenException("document.missing", new("Choisissez un fichier, un seul.", "Choose a file, one."), field: IncomingFile.Field);
            var (_, name) = await Rule.DemandAsync(file, ct);
            var version = VersionOf(command.Version, name);
            var read = BaseCarboneFile.Read(file.Content, ct);
            if (!read.Columns.HasIds)
            {
                throw BaseCarboneFile.Refused("columns", new(
                    $"Il manque à l’en-tête : « {BaseCarboneColumns.Id} ». Sans lui, un poste ne dit pas quel élément il décompose et un élément ne se retrouve pas d’une version à l’autre. Ajoutez cette colonne à l’export.",
                    $"The header lacks: “{BaseCarboneColumns.Id}”. Without it a post does not say which element it decomposes, and an element cannot be found again in the next version. Add that column to the export."));
            }

            var (id, wasThere) = await imports.TakeInAsync(read, file.Content, name, version, command.By, ct);
            logger.LogInformation("Base Carbone {Version}: {Records} records read, {Refused} refused, already there: {WasThere}", version, read.Records, read.Faults.Count, wasThere);
            return new UploadedBaseCarbone(id, wasThere);
        }

        private static string? VersionOf(string? told, string name)
        {
            if (PlainText.Tidy(told) is { Length: > 0 } text)
            {
                return PlainText.Fault(text, LongestVersion) is { } fault
                    ? throw new RuleBrokenException("footprint.base-carbone-version", new($"Version : {fault.Fr}.", $"Version: {fault.En}."), field: BaseCarboneFields.Version)
                    : text;
            }

            return VersionInName().Match(name) is { Success: true } found ? found.Groups["version"].Value : null;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.BaseCarbone, ShowAsync);
        to.Staff.Form(Links.BaseCarbone, PostAsync).TakesFiles(MostBytesAtOnce);
        to.Staff.Post("/api/base-carbone/imports", CreateAsync).TakesFiles(MostBytesAtOnce).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Asked asked, PageForm form, BaseCarboneImports imports, CancellationToken ct)
    {
        var paging = Paging.Of(http, await imports.CountAsync(ct));
        return Page.Of(
            new BaseCarbonePage { Imports = await imports.ListAsync(paging.Offset, Paging.Rows, ct), Waiting = await imports.FindWaitingAsync(ct), By = asked.By.Id, Paging = paging, Form = form },
            form.Status);
    }

    private static async Task<IResult> PostAsync(HttpContext http, Asked asked, PageForm form, BaseCarboneImports imports, IMediator mediator, CancellationToken ct)
    {
        var files = IncomingFile.Of(form.Files(IncomingFile.Field));
        var version = form.Optional(BaseCarboneFields.Version, BaseCarboneFields.VersionLabel, LongestVersion);
        UploadedBaseCarbone? uploaded = null;
        return await form.TryAsync(async () => uploaded = await mediator.Send(new UploadBaseCarbone(files, version, asked.By), ct))
            ? Page.Redirect(Links.BaseCarboneImport(uploaded!.Id), uploaded.WasThere
                ? Flash.Warning("Ce fichier est déjà là, octet pour octet : rien n’a changé.", "This file is already there, byte for byte: nothing changed.")
                : Flash.Done("Fichier lu. Rien n’est encore en vigueur : vérifiez, puis confirmez.", "File read. Nothing is in force yet: check, then confirm."))
            : await ShowAsync(http, asked, form, imports, ct);
    }

    /// <summary>Takes in a file of the Base Carbone and answers what it would change. For staff.</summary>
    /// <remarks>
    /// One CSV file of ADEME's, at most 60 MB and 200,000 records. Nothing is in force before the confirmation. The same file sent twice is one: 200 instead of 201,
    /// and nothing changes. While another file waits it is refused (409).
    /// </remarks>
    /// <param name="version">As ADEME counts (23.6); read off the name of the file where it is not given.</param>
    /// <param name="files">The file.</param>
    /// <param name="asked">Who asks.</param>
    /// <param name="imports">The imports.</param>
    /// <param name="mediator">Carries it out.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<Results<Created<BaseCarbonePreview>, Ok<BaseCarbonePreview>>> CreateAsync(
        string? version, IFormFileCollection files, Asked asked, BaseCarboneImports imports, IMediator mediator, CancellationToken ct)
    {
        var uploaded = await mediator.Send(new UploadBaseCarbone(IncomingFile.Of(files), version, asked.By), ct);
        var preview = await imports.PreviewAsync(await imports.GetAsync(uploaded.Id, ct), ct);
        return uploaded.WasThere ? TypedResults.Ok(preview) : TypedResults.Created(Links.ApiBaseCarboneImport(uploaded.Id), preview);
    }

    [GeneratedRegex("(?<![a-z])V(?<version>[0-9]{1,3}(\\.[0-9]{1,3})*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionInName();
}

/// <summary>What became of a file.</summary>
/// <param name="WasThere">The same bytes wait already, or are in force.</param>
internal sealed record UploadedBaseCarbone(BaseCarboneImportId Id, bool WasThere);

/// <summary>Fields of the forms about the Base Carbone.</summary>
internal static class BaseCarboneFields
{
    public const string Version = "version-ademe";

    /// <summary>In the address of an import's page: which changes.</summary>
    public const string Kind = "quoi";

    public static readonly Text VersionLabel = new("Version de la Base Carbone", "Version of the Base Carbone");
}
