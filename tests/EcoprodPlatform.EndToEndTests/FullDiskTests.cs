using System.Net;
using EcoprodPlatform.Testing;
using Shouldly;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The disk of the data folder is full: a clear word, nothing lost, and on it goes when there is room.</summary>
public sealed class FullDiskTests
{
    [DiskFact]
    public async Task Mails_kept_as_files_wait_in_the_database_while_their_disk_is_full()
    {
        using var disk = new TinyDisk(4);
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(database, new KeyValuePair<string, string>[] { new("Data:Folder", disk.Path) });
        using var visitor = host.NewVisitor();
        await MissingAtStartTests.RegisterAsync(visitor, "avant@exemple.fr");
        await WrittenAsync(disk, "avant@exemple.fr", host);

        disk.Fill();
        await MissingAtStartTests.RegisterAsync(visitor, "plein@exemple.fr");
        await MissingAtStartTests.SaidAsync(host, "Mails wait", "No space left");
        Files(disk).ShouldHaveSingleItem("half a mail is no mail");

        disk.MakeRoom();
        var mail = await WrittenAsync(disk, "plein@exemple.fr", host);
        mail.ShouldContain("multipart/alternative");
        Files(disk).Length.ShouldBe(2);
        Directory.GetFileSystemEntries(Path.Combine(disk.Path, "mails"), ".*").ShouldBeEmpty("nothing is left of the failed attempts");
    }

    [DiskFact]
    public async Task The_private_PostgreSQL_on_a_full_disk_refuses_says_so_and_comes_back_with_everything()
    {
        using var disk = new TinyDisk(160);
        await using var host = await HostProcess.StartAsync(new HostProcessOptions
        {
            Settings =
            [
                new("Data:Folder", disk.Path),
                new("Accounts:RateLimit:Permits", "100000"),
                new("Accounts:Registrations:PerHour", "100000"),
                new("Accounts:Registrations:PerDay", "100000"),
            ],
        });
        using var visitor = host.NewVisitor();
        await MissingAtStartTests.RegisterAsync(visitor, "personne-0@exemple.fr");

        disk.Fill();
        var accepted = new List<string> { "personne-0@exemple.fr" };
        Page answer;
        var n = 0;
        do
        {
            // The write-ahead log has some room of its own: sooner or later it wants more.
            n++;
            n.ShouldBeLessThan(3000);
            answer = await TryRegisterAsync(visitor, $"personne-{n}@exemple.fr");
            if (answer.Status == HttpStatusCode.OK)
            {
                accepted.Add($"personne-{n}@exemple.fr");
            }
        }
        while (answer.Status == HttpStatusCode.OK);

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Text);
        answer.Text.ShouldContain("momentanément indisponible");
        host.HasExited.ShouldBeFalse(host.Log);

        disk.MakeRoom();
        await host.ReadyAsync();
        await MissingAtStartTests.RegisterAsync(visitor, "apres@exemple.fr");
        accepted.Add("apres@exemple.fr");
        foreach (var email in accepted)
        {
            await WrittenAsync(disk, email, host);
        }
    }

    [DiskFact]
    public async Task A_disk_that_is_full_at_the_first_start_is_said_with_its_folder_and_the_next_start_works()
    {
        using var disk = new TinyDisk(160);
        disk.Fill();
        var (code, output) = await HostProcess.RunAsync([new("Data:Folder", disk.Path)], "migrate");

        code.ShouldBe(1);
        output.ShouldContain($"Le disque qui porte {disk.Path} est plein");
        output.ShouldContain($"The disk that holds {disk.Path} is full");
        output.ShouldNotContain("   at ");

        disk.MakeRoom();
        (code, output) = await HostProcess.RunAsync([new("Data:Folder", disk.Path)], "migrate");
        code.ShouldBe(0, output);
    }

    private static async Task<Page> TryRegisterAsync(Visitor visitor, string email)
    {
        var page = await visitor.GetPageAsync("/compte/inscription");
        return page.Status != HttpStatusCode.OK
            ? page
            : await visitor.SubmitAsync(page, ("firstName", "Camille"), ("lastName", "Durand"), ("email", email), ("password", DemoPlatform.Password));
    }

    private static string[] Files(TinyDisk disk) => Directory.GetFiles(Path.Combine(disk.Path, "mails"), "*.eml");

    private static async Task<string> WrittenAsync(TinyDisk disk, string recipient, HostProcess host)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            foreach (var file in Directory.Exists(Path.Combine(disk.Path, "mails")) ? Files(disk) : [])
            {
                var text = await File.ReadAllTextAsync(file, CancellationToken.None);
                if (text.Contains(recipient, StringComparison.Ordinal))
                {
                    return text.Replace("=\r\n", "", StringComparison.Ordinal);
                }
            }

            end.IsCancellationRequested.ShouldBeFalse($"no mail to {recipient}: {host.Log[^Math.Min(3000, host.Log.Length)..]}");
            await Task.Delay(50);
        }
    }
}
