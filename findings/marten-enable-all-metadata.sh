#!/usr/bin/env bash
# Marten 9.58.0 (NuGet), .NET 10; needs no database. Seen on 27 November 2026.
# Events.MetadataConfig.EnableAll() does not enable all: correlation, causation and headers get their columns, the user name
# does not, and what was set as IDocumentSession.LastModifiedBy is not stored with any event. UserNameEnabled must be set by itself.
# Expected output:
#   EnableAll(): causation_id, correlation_id, headers
#   EnableAll() and UserNameEnabled: causation_id, correlation_id, headers, user_name
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Marten" Version="9.58.0" /></ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using Marten;

foreach (var userName in new[] { false, true })
{
    using var store = DocumentStore.For(options =>
    {
        options.Connection("Host=nowhere.invalid");
        options.Events.AddEventType<Noted>();
        options.Events.MetadataConfig.EnableAll();
        if (userName)
        {
            options.Events.MetadataConfig.UserNameEnabled = true;
        }
    });
    var sql = store.Storage.ToDatabaseScript();
    var table = sql[sql.IndexOf("public.mt_events (", StringComparison.Ordinal)..];
    table = table[..table.IndexOf(");", StringComparison.Ordinal)];
    var columns = new[] { "causation_id", "correlation_id", "headers", "user_name" }.Where(c => table.Contains(c, StringComparison.Ordinal));
    Console.WriteLine($"EnableAll(){(userName ? " and UserNameEnabled" : "")}: {string.Join(", ", columns)}");
}

internal sealed record Noted(string Text);
CS
seen=$(dotnet run -c Release 2>&1)
echo "$seen"
[ "$seen" = "EnableAll(): causation_id, correlation_id, headers
EnableAll() and UserNameEnabled: causation_id, correlation_id, headers, user_name" ]
