#!/usr/bin/env bash
# MiniExcel 1.46.0 and DocumentFormat.OpenXml 3.3.0 (NuGet), .NET 10. Seen on 28 November 2026.
# MiniExcel writes a character outside the Basic Multilingual Plane (an emoji in a title) into a workbook as two escapes of
# ISO/IEC 29500's ST_Xstring, one for each half of its surrogate pair, although XML holds the character as it is. MiniExcel
# reads its own file back rightly; a reader that takes the cell's text as it stands, as the Open XML SDK does, has the escapes.
# Its asynchronous save (SaveAsAsync of an IAsyncEnumerable, which is the one that streams) leaves sheetData open around the
# drawing, so that the SDK's validator refuses the sheet; the synchronous save of the same rows passes.
# Expected output:
#   MiniExcel reads: Clap 🎬
#   Open XML SDK reads: Clap _xD83C__xDFAC_
#   saved at once: 0 faults; saved asynchronously: 1, the element has invalid child element drawing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="MiniExcel" Version="1.46.0" />
    <PackageReference Include="DocumentFormat.OpenXml" Version="3.3.0" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using MiniExcelLibs;

Console.OutputEncoding = System.Text.Encoding.UTF8;
MiniExcel.SaveAs("table.xlsx", new[] { new { Title = "Clap 🎬" } });
Console.WriteLine($"MiniExcel reads: {MiniExcel.Query("table.xlsx", useHeaderRow: true).Cast<IDictionary<string, object>>().Single()["Title"]}");
using var document = SpreadsheetDocument.Open("table.xlsx", false);
Console.WriteLine($"Open XML SDK reads: {document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().Last().CellValue!.Text}");
await MiniExcel.SaveAsAsync("rows.xlsx", Rows());
using var rows = SpreadsheetDocument.Open("rows.xlsx", false);
var faults = new OpenXmlValidator().Validate(rows).ToList();
var drawing = faults.Any(f => f.Description.StartsWith("The element has invalid child element") && f.Description.EndsWith(":drawing'.")) ? "the element has invalid child element drawing" : "others";
Console.WriteLine($"saved at once: {new OpenXmlValidator().Validate(document).Count()} faults; saved asynchronously: {faults.Count}, {drawing}");

static async IAsyncEnumerable<Dictionary<string, object>> Rows()
{
    await Task.Yield();
    yield return new() { ["Title"] = "Clap" };
}
CS
seen=$(dotnet run -c Release 2>&1)
echo "$seen"
[ "$seen" = "MiniExcel reads: Clap 🎬
Open XML SDK reads: Clap _xD83C__xDFAC_
saved at once: 0 faults; saved asynchronously: 1, the element has invalid child element drawing" ]
