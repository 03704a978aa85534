using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;
using Microsoft.AspNetCore.Components;

namespace EcoprodPlatform.Accounts.Mails;

/// <summary>
/// The mails about accounts, in their reader's language. Their causes hold the person's id, so that what was sent can be
/// forgotten with the person.
/// </summary>
internal sealed class AccountMails(MailRenderer renderer, IdSource ids, ModuleLog<AccountsModule> log)
{
    /// <summary>
    /// Mails of one kind that anyone may cause for an address in an hour; more would be a way to pester its owner. By kind, so that whoever types the
    /// address of somebody else into the registration cannot use up the mail by which that person gets in again.
    /// </summary>
    private const int HourlyAllowance = 5;

    /// <summary>Queues a mail to a person at their address.</summary>
    public Task AddAsync(UnitOfWork work, string about, Person person, IComponent mail)
        => AddAsync(work, about, person, person.Email!, person.FullName, mail);

    /// <summary>Queues a mail about a person to an address that is not, or no longer, theirs.</summary>
    public async Task AddAsync(UnitOfWork work, string about, Person person, string address, string? name, IComponent mail)
    {
        var rendered = await renderer.RenderAsync(Languages.Of(person.Language), mail);
        work.Mail(ids, $"{about}:{person.Id}:{ids.NewId()}", new OutgoingMail(address, name, rendered.Subject, rendered.Html, rendered.Text));
    }

    /// <summary>Whether a mail of these kinds, which anyone can cause, may still be sent to this address now.</summary>
    public async Task<bool> MayWriteToAsync(string address, CancellationToken ct, params string[] kinds)
    {
        await using var command = log.DataSource.CreateCommand(
            "select count(*) from mail_queue where lower(recipient) = lower($1) and split_part(cause, ':', 1) = any($2) and queued_at > now() - interval '1 hour'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = address });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = kinds });
        return (long)(await command.ExecuteScalarAsync(ct))! < HourlyAllowance;
    }

    /// <summary>Forgets every mail written to or about a person, sent or not.</summary>
    public static void Forget(UnitOfWork work, Person person) => work
        .Also("delete from mail_queue where cause like '%:' || $1::text || ':%' or lower(recipient) = lower($2)", person.Id.ToString(), person.Email);
}
