using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Mail;

/// <summary>Queues mails in the transaction of their cause.</summary>
public static class MailQueue
{
    /// <summary>
    /// Adds <paramref name="mail"/> to the unit of work. One mail per recipient and cause: queued again for the same
    /// cause (a redelivery, a retry) it stays one.
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="ids">Where the mail's id comes from; its Message-ID is derived from it.</param>
    /// <param name="cause">What it is about, unique per notification (<c>structure-tagged:{event id}</c>).</param>
    /// <param name="mail">The mail.</param>
    public static UnitOfWork Mail(this UnitOfWork work, IdSource ids, string cause, OutgoingMail mail) => work.Also(
        """
        insert into mail_queue (id, cause, recipient, recipient_name, subject, html, plain, unsubscribe)
        values ($1, $2, $3, $4::text, $5, $6, $7, $8::text)
        on conflict (cause, recipient) do nothing
        """,
        ids.NewId(),
        cause,
        mail.Recipient,
        mail.RecipientName,
        mail.Subject,
        mail.Html,
        mail.Plain,
        mail.Unsubscribe);

    /// <summary>Forgets mails that were sent or refused and are older than <paramref name="before"/>, at most <paramref name="limit"/> at a time.</summary>
    public static NpgsqlBatchCommand Forget(DateTimeOffset before, int limit) => SqlStatement.Of(
        "delete from mail_queue where id in (select id from mail_queue where status <> 'queued' and queued_at < $1 order by queued_at limit $2)",
        before,
        limit);
}
