#!/usr/bin/env bash
# MimeKit 4.18.2 (NuGet), .NET 10. Seen on 27 November 2026.
# One MailboxAddress put as the sender of many messages keeps every one of them in memory for as long as the address lives,
# disposed or not: each message's address list listens to its addresses' Changed event and is never told to stop. A
# service that keeps one address object for its "From" grows with every mail (some 10 KB each, seen at 100 mails a second).
# A copy of the address for each message (MailboxAddress.Clone) lets them go.
# Expected output:
#   shared sender: 1000 of 1000 disposed messages still in memory
#   sender cloned for each message: 0 of 1000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="MimeKit" Version="4.18.2" /></ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Runtime.CompilerServices;
using MimeKit;

var sender = new MailboxAddress("Sender", "sender@example.org");
var shared = Compose(() => sender);
var cloned = Compose(() => (MailboxAddress)sender.Clone());
GC.Collect();
GC.WaitForPendingFinalizers();
GC.Collect();
Console.WriteLine($"shared sender: {shared.Count(m => m.IsAlive)} of {shared.Length} disposed messages still in memory");
Console.WriteLine($"sender cloned for each message: {cloned.Count(m => m.IsAlive)} of {cloned.Length}");
GC.KeepAlive(sender);

[MethodImpl(MethodImplOptions.NoInlining)]
static WeakReference[] Compose(Func<MailboxAddress> from)
{
    var messages = new WeakReference[1000];
    for (var i = 0; i < messages.Length; i++)
    {
        using var message = new MimeMessage([from()], [new MailboxAddress("Reader", "reader@example.org")], "Subject", new TextPart("plain") { Text = "Text" });
        messages[i] = new WeakReference(message);
    }

    return messages;
}
CS
seen=$(dotnet run -c Release 2>&1)
echo "$seen"
[ "$seen" = "shared sender: 1000 of 1000 disposed messages still in memory
sender cloned for each message: 0 of 1000" ]
