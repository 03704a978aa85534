#!/usr/bin/env bash
# ExcelDataReader 3.6.0, MiniExcel 1.46.0 and DocumentFormat.OpenXml 3.3.0 (NuGet), .NET 10. Seen on 28 November 2026.
# A sheet with an error cell (t="e", #REF!) and a formula that no program has computed yet (no stored value), both valid by
# ISO/IEC 29500. ExcelDataReader gives null for both, as for a cell that is not there. MiniExcel gives the error as the text
# "#REF!" and the formula as null. Whoever sums such cells sums a silent zero. The SDK has the cell's type and its formula.
# Expected output:
#   ExcelDataReader: error null, formula null, number 12.5
#   MiniExcel: error String #REF!, formula null, number 12.5
#   Open XML SDK: error type e, formula 2+A3 without a value
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="ExcelDataReader" Version="3.6.0" />
    <PackageReference Include="MiniExcel" Version="1.46.0" />
    <PackageReference Include="DocumentFormat.OpenXml" Version="3.3.0" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using MiniExcelLibs;

using (var document = SpreadsheetDocument.Create("cells.xlsx", SpreadsheetDocumentType.Workbook))
{
    var book = document.AddWorkbookPart();
    var part = book.AddNewPart<WorksheetPart>();
    part.Worksheet = new Worksheet(new SheetData(
        new Row(new Cell { CellReference = "A1", DataType = CellValues.Error, CellFormula = new CellFormula("A9"), CellValue = new CellValue("#REF!") }) { RowIndex = 1 },
        new Row(new Cell { CellReference = "A2", CellFormula = new CellFormula("2+A3") }) { RowIndex = 2 },
        new Row(new Cell { CellReference = "A3", CellValue = new CellValue("12.5") }) { RowIndex = 3 }));
    book.Workbook = new Workbook(new Sheets(new Sheet { Name = "Cells", SheetId = 1, Id = book.GetIdOfPart(part) }));
    if (new OpenXmlValidator().Validate(document).Any())
    {
        throw new InvalidOperationException("the workbook is not valid");
    }
}

System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
using (var stream = File.OpenRead("cells.xlsx"))
using (var reader = ExcelReaderFactory.CreateReader(stream))
{
    var seen = new List<string>();
    while (reader.Read())
    {
        seen.Add(reader.GetValue(0)?.ToString() ?? "null");
    }

    Console.WriteLine($"ExcelDataReader: error {seen[0]}, formula {seen[1]}, number {seen[2]}");
}

var cells = MiniExcel.Query("cells.xlsx").Cast<IDictionary<string, object?>>().Select(r => r["A"]).ToList();
Console.WriteLine($"MiniExcel: error {cells[0]?.GetType().Name} {cells[0]}, formula {cells[1] ?? "null"}, number {cells[2]}");

using var read = SpreadsheetDocument.Open("cells.xlsx", false);
var sdk = read.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().ToList();
Console.WriteLine($"Open XML SDK: error type {sdk[0].DataType!.InnerText}, formula {sdk[1].CellFormula!.Text} {(sdk[1].CellValue is null ? "without a value" : "with a value")}");
CS
seen=$(dotnet run -c Release 2>&1) || { echo "$seen"; exit 1; }
echo "$seen"
[ "$seen" = "ExcelDataReader: error null, formula null, number 12.5
MiniExcel: error String #REF!, formula null, number 12.5
Open XML SDK: error type e, formula 2+A3 without a value" ]
