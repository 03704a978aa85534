#!/usr/bin/env bash
# Marten 9.58.0 (NuGet), .NET 10; needs no database. Seen on 27 November 2026.
# The names of the append modes say the opposite of where the times of events come from. With EventAppendMode.Quick the
# append function stamps every event with the server's now(), and a timestamp set on the event, or by Events.TimeProvider, is
# not stored. With EventAppendMode.QuickWithServerTimestamps (the default of 9.58) the function takes the client's times as a parameter.
# Expected output:
#   Quick: server's clock
#   QuickWithServerTimestamps: client's times
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
using JasperFx.Events;
using Marten;

foreach (var mode in new[] { EventAppendMode.Quick, EventAppendMode.QuickWithServerTimestamps })
{
    using var store = DocumentStore.For(options =>
    {
        options.Connection("Host=nowhere.invalid");
        options.Events.AddEventType<Noted>();
        options.Events.AppendMode = mode;
    });
    var sql = store.Storage.ToDatabaseScript();
    var function = sql[sql.IndexOf("mt_quick_append_events", StringComparison.Ordinal)..];
    function = function[..function.IndexOf("LANGUAGE plpgsql", StringComparison.Ordinal)];
    var insert = function[function.IndexOf("mt_events", StringComparison.Ordinal)..];
    Console.WriteLine($"{mode}: {(insert.Contains("timestamps[index]", StringComparison.Ordinal) ? "client's times" : insert.Contains("now() at time zone", StringComparison.Ordinal) ? "server's clock" : "neither")}");
}

internal sealed record Noted(string Text);
CS
seen=$(dotnet run -c Release 2>&1)
echo "$seen"
[ "$seen" = "Quick: server's clock
QuickWithServerTimestamps: client's times" ]
