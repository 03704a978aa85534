using System.Globalization;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Documents;

/// <summary>What one use takes: a closed list of kinds, up to a size.</summary>
/// <param name="Kinds">The kinds.</param>
/// <param name="MostBytes">The size of one file.</param>
public sealed record DocumentRule(IReadOnlyList<DocumentKind> Kinds, long MostBytes)
{
    /// <summary>For the input's <c>accept</c>; phones offer the camera for <c>image/*</c>. A convenience: the content decides.</summary>
    public string Accept => string.Join(',', Kinds.SelectMany(k => k.Extensions).Concat(Kinds.Any(k => k.IsPicture) ? ["image/*"] : []));

    /// <summary>The kinds and the bound in words, for the help of the field.</summary>
    public Text Help => new(
        $"{List(Languages.French)} ; {SizeOf(MostBytes).Fr} au plus par fichier.",
        $"{List(Languages.English)}; at most {SizeOf(MostBytes).En} a file.");

    /// <summary>"1,4 Mo", "1.4 MB", of 1,048,576 bytes.</summary>
    public static Text SizeOf(long bytes)
    {
        var (value, format) = bytes < 1024 ? (bytes, "0") : bytes < 1024 * 1024 ? (bytes / 1024m, "0") : (bytes / 1024m / 1024m, "0.#");
        var units = bytes < 1024 ? new Text("octets", "bytes") : bytes < 1024 * 1024 ? new Text("Ko", "KB") : new Text("Mo", "MB");
        return new($"{value.ToString(format, Languages.French)}\u00A0{units.Fr}", $"{value.ToString(format, Languages.English)}\u00A0{units.En}");
    }

    /// <summary>The kind of a file that may come in, and the name it gets. Nothing is stored: for a file that is read and not kept, else <see cref="DocumentStore{TModule}.ReceiveAsync"/> asks it.</summary>
    /// <exception cref="RuleBrokenException">
    /// <c>document.empty</c>, <c>document.too-large</c>, <c>document.kind-not-allowed</c>, <c>document.extension-lies</c>.
    /// </exception>
    public async Task<(DocumentKind Kind, string Name)> DemandAsync(IncomingFile file, CancellationToken ct)
    {
        var name = DocumentName.Clean(file.Name);
        if (file.Content.Length == 0)
        {
            throw Refused("empty", name, new("est vide : choisissez-le à nouveau", "is empty: choose it again"));
        }

        if (file.Content.Length > MostBytes)
        {
            var (size, most) = (SizeOf(file.Content.Length), SizeOf(MostBytes));
            throw Refused("too-large", name, new($"pèse {size.Fr} : {most.Fr} au plus", $"has {size.En}: at most {most.En}"));
        }

        var kind = await DocumentSniffer.KindOfAsync(file.Content, ct);
        var extension = DocumentName.ExtensionOf(name);
        if (kind == DocumentKind.PlainText)
        {
            // A text's content does not tell a table from a letter, nor a program: its name has to.
            kind = DocumentKind.Csv.Has(extension) ? DocumentKind.Csv : extension.Length == 0 || kind.Has(extension) || DocumentKind.All.Any(k => k.Has(extension)) ? kind : null;
        }

        if (kind is not null && extension.Length > 0 && !kind.Has(extension) && DocumentKind.All.FirstOrDefault(k => k.Has(extension)) is { } said && !(said.IsPicture && kind.IsPicture))
        {
            throw Refused("extension-lies", name, new(
                $"n’est pas ce que dit son nom ({said.Name.Fr}) : son contenu est de type {kind.Name.Fr}",
                $"is not what its name says ({said.Name.En}): its content is {kind.Name.En}"));
        }

        return kind is not null && Kinds.Contains(kind)
            ? (kind, DocumentName.Fit(name, kind))
            : throw Refused("kind-not-allowed", name, new(
                $"n’est pas admis : d’après son contenu, il n’est d’aucun des types {List(Languages.French)}",
                $"is not allowed: by its content it is none of {List(Languages.English)}"));
    }

    private string List(CultureInfo culture)
        => string.Join(", ", Kinds.Where(k => !k.IsPicture).Select(k => k.Name.In(culture)).Concat(
            Kinds.Any(k => k.IsPicture) ? [$"images ({string.Join(", ", Kinds.Where(k => k.IsPicture).Select(k => k.Extensions[0][1..].ToUpperInvariant()))})"] : []));

    private static RuleBrokenException Refused(string code, string name, Text why)
        => new($"document.{code}", new($"« {name} » {why.Fr}. Rien n’a été enregistré.", $"“{name}” {why.En}. Nothing was saved."), field: IncomingFile.Field);
}
