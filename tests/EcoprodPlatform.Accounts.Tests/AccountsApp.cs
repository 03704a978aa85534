using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>The host with a clock that can be moved and a mailbox that can be read.</summary>
public class AccountsApp : EcoprodApp
{
    public const string Password = "une phrase assez longue";

    private int _last;

    public MovableClock Clock { get; } = new();

    public Inbox Inbox { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Accounts:RateLimit:Permits", "100000"),
        new("Accounts:Registrations:PerHour", "100000"),
        new("Accounts:Registrations:PerDay", "100000"),
        new("Accounts:AnswerMilliseconds", "0"),
        new("Accounts:SessionCheckSeconds", "30"),
    ];

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IMailTransport>(Inbox);
    }

    /// <summary>An address nobody has used.</summary>
    public string NewAddress() => $"personne{Interlocked.Increment(ref _last)}@exemple.fr";

    /// <summary>Somebody with a confirmed account.</summary>
    public async Task<Known> PersonAsync(bool isStaff = false, string firstName = "Camille", string lastName = "Durand", string language = "fr")
    {
        var person = new Known(Ids.NewId(), NewAddress());
        await Services.GetRequiredService<AccountsDemo>().EnsurePersonAsync(person.Id, person.Email, firstName, lastName, language, Password, isStaff);
        return person;
    }

    public static Task<Page> TrySignInAsync(Visitor visitor, string email, string password = Password, string? next = null)
        => SubmitAsync(visitor, next is null ? AccountLinks.SignIn : AccountLinks.SignInThen(next), ("email", email), ("password", password));

    /// <summary>A visitor who is signed in as this person.</summary>
    public async Task<Visitor> SignedInAsync(Known person, string password = Password)
    {
        var visitor = NewVisitor();
        var page = await TrySignInAsync(visitor, person.Email, password, AccountLinks.Account);
        page.Path.ShouldBe(AccountLinks.Account, page.Text);
        return visitor;
    }

    /// <summary>Waits for the next code of an authenticator app: each is good once.</summary>
    public string NextCode(string key)
    {
        Clock.Advance(TimeSpan.FromSeconds(30));
        return Totp.At(key, Clock.GetUtcNow());
    }

    /// <summary>A code that the app shows at no time near now.</summary>
    public string WrongCode(string key)
    {
        var right = Enumerable.Range(-5, 11).Select(i => Totp.At(key, Clock.GetUtcNow().AddSeconds(30 * i))).ToList();
        return Enumerable.Range(0, 12).Select(i => $"{i:D6}").First(c => !right.Contains(c));
    }

    /// <summary>Fills in the form of a page and sends it.</summary>
    public static async Task<Page> SubmitAsync(Visitor visitor, string path, params (string Name, string Value)[] values)
    {
        var page = await visitor.GetPageAsync(path);
        return await visitor.SubmitAsync(page, page.Form("main form[method=post]:not([data-passkey])"), values);
    }

    public static async Task<bool> IsSignedInAsync(Visitor visitor) => (await visitor.GetPageAsync(AccountLinks.Account)).Path == AccountLinks.Account;

    /// <summary>The newest mail to an address, once all that is due has been sent.</summary>
    public async Task<OutgoingMail> MailToAsync(string address)
    {
        await SettledAsync();
        var mails = Inbox.To(address);
        mails.ShouldNotBeEmpty($"no mail to {address}");
        return mails[^1];
    }

    public async Task<int> MailsToAsync(string address)
    {
        await SettledAsync();
        return Inbox.To(address).Count;
    }

    /// <summary>Where the button of a mail leads, as a path.</summary>
    public static string LinkIn(OutgoingMail mail) => new Uri(Regex.Match(mail.Plain, @"https?://\S+/compte/\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value).PathAndQuery;

    public async Task<IReadOnlyList<string>> EventsOfAsync(Guid person)
    {
        await using var command = Database.Source.CreateCommand("select type from accounts.mt_events where stream_id = $1 order by version");
        command.Parameters.Add(new NpgsqlParameter { Value = person });
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    public Task<Guid> IdOfAsync(string email) => Database.ScalarAsync<Guid>($"select id from accounts.people where email = '{email}'");

    public Task<long> CountAsync(string email) => Database.ScalarAsync<long>($"select count(*) from accounts.people where email = '{email}'");
}

/// <summary>A person the tests know.</summary>
public sealed record Known(Guid Id, string Email);

/// <summary>Takes every mail.</summary>
public sealed class Inbox : IMailTransport
{
    private readonly ConcurrentQueue<OutgoingMail> _mails = new();

    public string Description => "the tests' inbox";

    public bool KeepsBodies => false;

    public IReadOnlyList<OutgoingMail> To(string address) => [.. _mails.Where(m => string.Equals(m.Recipient, address, StringComparison.OrdinalIgnoreCase))];

    public Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        _mails.Enqueue(mail);
        return Task.CompletedTask;
    }
}

/// <summary>One host for all tests that do not mind: nobody in them knows anybody of another test, and the clock only moves on.</summary>
[CollectionDefinition("accounts")]
public sealed class AccountsCollection : ICollectionFixture<AccountsApp>;
