using System.Text;
using EcoprodPlatform.Documents;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Documents;

/// <summary>What comes in, under which name, and what is refused in words. Every file is made here and does nothing.</summary>
public sealed class DocumentRuleTests
{
    private static readonly DocumentRule Everything = new(DocumentKind.All, 1024 * 1024);

    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["pdf"] = SampleFile.Pdf(),
        ["png"] = SampleFile.Png,
        ["jpeg"] = SampleFile.Jpeg,
        ["webp"] = SampleFile.WebP,
        ["tiff"] = SampleFile.Tiff,
        ["tiff-big-endian"] = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 0],
        ["heic"] = SampleFile.Heif("heic"),
        ["heif"] = SampleFile.Heif("mif1"),
        ["xlsx"] = SampleFile.Xlsx,
        ["docx"] = SampleFile.Docx,
        ["ods"] = SampleFile.Ods,
        ["odt"] = SampleFile.Odt,
        ["text"] = SampleFile.Text("Poste;kWh\nÉclairage;12,5\n"),
        ["windows-1252"] = Encoding.Latin1.GetBytes("Poste;kWh\r\nÉclairage;12,5\r\n"),
        ["utf-8-with-mark"] = [0xEF, 0xBB, 0xBF, .. SampleFile.Text("Poste\n")],
        ["program-windows"] = [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0],
        ["program-linux"] = [0x7F, .. "ELF"u8, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ["script"] = SampleFile.Text("#!/bin/sh\nexit 0\n"),
        ["html"] = SampleFile.Text(" \n<!DOCTYPE html><p>facture</p>"),
        ["html-with-mark"] = [0xEF, 0xBB, 0xBF, .. SampleFile.Text("<html></html>")],
        ["svg"] = SampleFile.Text("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ["rtf"] = SampleFile.Text("{\\rtf1 facture}"),
        ["gif"] = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, .. ";"u8],
        ["video"] = SampleFile.Heif("isom"),
        ["audio"] = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8],
        ["old-word"] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0, 0, 0, 0, 0],
        ["zip"] = SampleFile.Zip(("facture.pdf", "x")),
        ["zip-of-half-a-workbook"] = SampleFile.Zip(("xl/workbook.xml", "<workbook/>")),
        ["zip-cut-off"] = SampleFile.Xlsx[..60],
        ["workbook-with-macros"] = SampleFile.Zip(("[Content_Types].xml", "x"), ("xl/workbook.xml", "x"), ("xl/vbaProject.bin", "x")),
        ["template"] = SampleFile.Zip(("mimetype", "application/vnd.oasis.opendocument.text-template"), ("content.xml", "x")),
        ["text-with-nul"] = SampleFile.Text("Poste\0kWh"),
        ["text-with-escape"] = SampleFile.Text("Poste\u001b[31m"),
        ["utf-16"] = Encoding.Unicode.GetBytes("Poste"),
        ["neither-encoding"] = [.. "Poste "u8, 0x81, .. " kWh"u8],
        ["pdf-further-down"] = [.. "GIF89a"u8, 0, .. SampleFile.Pdf()],
    };

    [Theory]
    [InlineData("pdf", "application/pdf", "f.pdf")]
    [InlineData("png", "image/png", "f.png")]
    [InlineData("jpeg", "image/jpeg", "f.jpg")]
    [InlineData("webp", "image/webp", "f.webp")]
    [InlineData("tiff", "image/tiff", "f.tif")]
    [InlineData("tiff-big-endian", "image/tiff", "f.tif")]
    [InlineData("heic", "image/heic", "f.heic")]
    [InlineData("heif", "image/heif", "f.heif")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "f.xlsx")]
    [InlineData("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "f.docx")]
    [InlineData("ods", "application/vnd.oasis.opendocument.spreadsheet", "f.ods")]
    [InlineData("odt", "application/vnd.oasis.opendocument.text", "f.odt")]
    [InlineData("text", "text/plain", "f.txt")]
    [InlineData("windows-1252", "text/plain", "f.txt")]
    [InlineData("utf-8-with-mark", "text/plain", "f.txt")]
    public async Task A_kind_is_told_by_the_content_alone(string file, string mediaType, string name)
    {
        var (kind, called) = await DemandAsync("f", file);
        kind.MediaType.ShouldBe(mediaType);
        called.ShouldBe(name);
    }

    [Theory]
    [InlineData("program-windows", "facture.pdf")]
    [InlineData("program-linux", "facture")]
    [InlineData("script", "releve.txt")]
    [InlineData("html", "releve.txt")]
    [InlineData("html-with-mark", "releve.csv")]
    [InlineData("svg", "photo.png")]
    [InlineData("rtf", "lettre.txt")]
    [InlineData("gif", "photo.gif")]
    [InlineData("video", "photo.heic")]
    [InlineData("audio", "photo.webp")]
    [InlineData("old-word", "devis.docx")]
    [InlineData("zip", "factures.zip")]
    [InlineData("zip-of-half-a-workbook", "devis.xlsx")]
    [InlineData("zip-cut-off", "devis.xlsx")]
    [InlineData("workbook-with-macros", "devis.xlsx")]
    [InlineData("template", "lettre.odt")]
    [InlineData("text-with-nul", "releve.txt")]
    [InlineData("text-with-escape", "releve.txt")]
    [InlineData("utf-16", "releve.csv")]
    [InlineData("neither-encoding", "releve.txt")]
    [InlineData("pdf-further-down", "facture.pdf")]
    [InlineData("text", "macro.js")]
    [InlineData("text", "page.html")]
    public async Task What_is_none_of_the_kinds_is_refused_whatever_it_is_called(string file, string name)
    {
        var broken = await Should.ThrowAsync<RuleBrokenException>(() => DemandAsync(name, file));
        broken.Code.ShouldBe("document.kind-not-allowed");
        broken.Field.ShouldBe("files");
        broken.Text.Fr.ShouldStartWith($"« {name} » n’est pas admis");
        broken.Text.En.ShouldStartWith($"“{name}” is not allowed");
    }

    [Theory]
    [InlineData("png", "facture.pdf", "image PNG")]
    [InlineData("pdf", "facture.docx", "PDF")]
    [InlineData("xlsx", "devis.ODS", "classeur Excel")]
    [InlineData("text", "facture.pdf", "texte")]
    [InlineData("docx", "devis.csv", "document Word")]
    public async Task A_name_that_claims_another_kind_is_refused_with_what_it_is(string file, string name, string says)
    {
        var broken = await Should.ThrowAsync<RuleBrokenException>(() => DemandAsync(name, file));
        broken.Code.ShouldBe("document.extension-lies");
        broken.Text.Fr.ShouldContain(says);
    }

    [Theory]
    [InlineData("png", "IMG_0042.JPG", "IMG_0042.png")] // phones do this to pictures: nobody can help it
    [InlineData("heic", "IMG_0042.jpeg", "IMG_0042.heic")]
    [InlineData("jpeg", "IMG_0042.JPEG", "IMG_0042.jpeg")]
    [InlineData("pdf", "devis v1.2", "devis v1.2.pdf")]
    [InlineData("text", "relevé.CSV", "relevé.csv")]
    [InlineData("text", "relevé", "relevé.txt")]
    [InlineData("pdf", "C:\\fakepath\\facture.pdf", "facture.pdf")]
    [InlineData("pdf", "../../etc/passwd", "passwd.pdf")]
    [InlineData("pdf", "fac\u202Efdp.ture\u200B\u0007.pdf", "facfdp.ture.pdf")]
    [InlineData("pdf", "a<b>:\"c|?*.pdf", "a-b---c---.pdf")]
    [InlineData("pdf", "fe\u0301vrier.pdf", "f\u00E9vrier.pdf")]
    [InlineData("pdf", "  .pdf", "pdf.pdf")]
    [InlineData("pdf", "", "document.pdf")]
    [InlineData("pdf", "...", "document.pdf")]
    [InlineData("pdf", "reçu 🎬.pdf", "reçu 🎬.pdf")]
    public async Task A_name_is_clean_and_fits_its_kind(string file, string written, string kept)
        => (await DemandAsync(written, file)).Name.ShouldBe(kept);

    [Fact]
    public async Task A_long_name_keeps_its_extension_and_no_half_a_sign()
    {
        var (_, name) = await DemandAsync(string.Concat(Enumerable.Repeat("🎬", 200)) + ".pdf", "pdf");
        name.Length.ShouldBeLessThanOrEqualTo(150);
        name.ShouldEndWith("🎬.pdf");
        PlainText.IsReadable(name).ShouldBeTrue();
    }

    [Fact]
    public async Task A_text_with_its_accents_across_two_reads_is_still_a_text()
        => (await Everything.DemandAsync(new("f.txt", new MemoryStream(SampleFile.Text(new string('a', (64 * 1024) - 1) + "é fin"))), default)).Kind.ShouldBe(DocumentKind.PlainText);

    [Fact]
    public async Task An_empty_file_is_refused()
        => (await Should.ThrowAsync<RuleBrokenException>(() => Everything.DemandAsync(new("vide.pdf", new MemoryStream()), default))).Code.ShouldBe("document.empty");

    [Fact]
    public async Task A_file_over_the_bound_is_refused_with_both_sizes()
    {
        var rule = Everything with { MostBytes = 1024 * 1024 * 5 / 2 };
        var broken = await Should.ThrowAsync<RuleBrokenException>(() => rule.DemandAsync(new("long.txt", new MemoryStream(SampleFile.Text(new string('a', 1024 * 1024 * 3)))), default));
        broken.Code.ShouldBe("document.too-large");
        broken.Text.Fr.ShouldContain("pèse 3\u00A0Mo : 2,5\u00A0Mo au plus");
        broken.Text.En.ShouldContain("has 3\u00A0MB: at most 2.5\u00A0MB");
        await (rule with { MostBytes = 1024 * 1024 * 3 }).DemandAsync(new("just.txt", new MemoryStream(SampleFile.Text(new string('a', 1024 * 1024 * 3)))), default);
    }

    [Fact]
    public async Task A_use_takes_its_own_kinds_only_and_says_which()
    {
        var pictures = new DocumentRule([DocumentKind.Png, DocumentKind.Jpeg], 1024);
        (await pictures.DemandAsync(new("a.png", new MemoryStream(SampleFile.Png)), default)).Kind.ShouldBe(DocumentKind.Png);
        (await Should.ThrowAsync<RuleBrokenException>(() => pictures.DemandAsync(new("a.pdf", new MemoryStream(SampleFile.Pdf())), default))).Text.Fr.ShouldContain("images (PNG, JPG)");
        pictures.Accept.ShouldBe(".png,.jpg,.jpeg,.jpe,.jfif,image/*");
        new DocumentRule([DocumentKind.Pdf], 1).Accept.ShouldBe(".pdf");
    }

    private static Task<(DocumentKind Kind, string Name)> DemandAsync(string name, string file)
        => Everything.DemandAsync(new IncomingFile(name, new MemoryStream(Files[file])), default);
}
