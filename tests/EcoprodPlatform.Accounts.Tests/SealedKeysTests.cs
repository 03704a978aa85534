using System.Diagnostics;
using System.Security.Cryptography;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>What protects sessions and mailed links is not to be read in the database, nor in its backup.</summary>
public sealed class SealedKeysTests : IAsyncLifetime
{
    private const string Stored = "select string_agg(xml, E'\\n') from accounts.data_protection_keys";
    private readonly TestFolder _folder = new("keys");
    private TestDatabase _database = null!;

    private string File => _folder.PathOf("accounts.key");

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabaseAsync();
        await System.IO.File.WriteAllTextAsync(File, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_key_file_seals_the_keys_and_every_host_that_has_it_opens_them()
    {
        await using var first = Host(("Keys:File", File));
        var cookie = Protect(first);
        var stored = await _database.ScalarAsync<string>(Stored);
        stored.ShouldContain("encryptedSecret");
        stored.ShouldNotContain("masterKey");
        stored.ShouldNotContain("<value>");

        await using var second = Host(("Keys:File", File));
        Open(second, cookie).ShouldBe("secret");
    }

    [Fact]
    public async Task Keys_from_before_are_sealed_at_the_next_start_and_stay_good()
    {
        string cookie;
        await using (var before = Host())
        {
            cookie = Protect(before);
            (await _database.ScalarAsync<string>(Stored)).ShouldContain("masterKey", customMessage: "this test shows nothing otherwise");
        }

        await using var after = Host(("Keys:File", File));

        Open(after, cookie).ShouldBe("secret");
        var stored = await _database.ScalarAsync<string>(Stored);
        stored.ShouldNotContain("masterKey");
        stored.ShouldNotContain("<value>");
    }

    [Fact]
    public async Task A_new_secret_above_the_old_one_seals_and_the_old_one_still_opens()
    {
        string cookie;
        await using (var before = Host(("Keys:File", File)))
        {
            cookie = Protect(before);
        }

        await System.IO.File.WriteAllTextAsync(File, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n" + await System.IO.File.ReadAllTextAsync(File));
        await using var after = Host(("Keys:File", File));
        Open(after, cookie).ShouldBe("secret");
    }

    [Fact]
    public async Task Without_the_file_the_database_alone_opens_nothing()
    {
        string cookie;
        await using (var before = Host(("Keys:File", File)))
        {
            cookie = Protect(before);
        }

        await using var thief = Host();
        Should.Throw<CryptographicException>(() => Open(thief, cookie));
    }

    [Fact]
    public async Task A_certificate_does_the_same()
    {
        var certificate = _folder.PathOf("keys.pem");
        using (var openssl = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=keys -keyout \"$0.key\" -out \"$0.crt\" 2>/dev/null && cat \"$0.key\" \"$0.crt\" >\"$0\"", certificate]))!)
        {
            await openssl.WaitForExitAsync();
        }

        string cookie;
        await using (var first = Host(("Keys:Certificate", certificate)))
        {
            cookie = Protect(first);
            var stored = await _database.ScalarAsync<string>(Stored);
            stored.ShouldContain("EncryptedXmlDecryptor");
            stored.ShouldNotContain("masterKey");
        }

        await using var second = Host(("Keys:Certificate", certificate));
        Open(second, cookie).ShouldBe("secret");
    }

    [Fact]
    public void A_file_that_is_no_key_file_is_told_in_both_languages()
    {
        System.IO.File.WriteAllText(File, "not a key");
        var e = Should.Throw<SettingException>(() => Keys.KeyFile.Open(File, make: false));
        e.Message.ShouldContain("n’est pas utilisable");
        e.Message.ShouldContain("cannot be used");
        Should.Throw<SettingException>(() => Keys.KeyFile.Open(_folder.PathOf("missing"), make: false));
    }

    [Fact]
    public void The_file_made_for_the_private_database_is_its_owners_alone_and_made_once()
    {
        var path = _folder.PathOf("keys", "accounts.key");
        var files = Enumerable.Range(0, 8).AsParallel().Select(_ => Keys.KeyFile.Open(path, make: true)).ToList();

        System.IO.File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var text = files[0].Seal("secret");
        files.ForEach(f => f.Unseal(text).ShouldBe("secret"));
        Directory.GetFiles(_folder.PathOf("keys")).ShouldHaveSingleItem();
    }

    private WebApplicationFactory<Program> Host(params (string Key, string Value)[] settings)
        => new WebApplicationFactory<Program>().WithWebHostBuilder(b =>
        {
            b.UseEnvironment("Testing");
            b.UseSetting("ConnectionStrings:Ecoprod", _database.ConnectionString);
            b.UseSetting("Data:Folder", _folder.Path);
            foreach (var (key, value) in settings)
            {
                b.UseSetting(key, value);
            }
        });

    private static string Protect(WebApplicationFactory<Program> host) => Protector(host).Protect("secret");

    private static string Open(WebApplicationFactory<Program> host, string text) => Protector(host).Unprotect(text);

    private static IDataProtector Protector(WebApplicationFactory<Program> host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
