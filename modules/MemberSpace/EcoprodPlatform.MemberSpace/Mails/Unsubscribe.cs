namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>
/// Ends mails of one kind from a link in one of them, without a sign-in (RFC 8058): a person opens a page with one button, because scanners
/// of mails open links too; a mail program posts to the same address. The key says who and what, and can do no more than that.
/// </summary>
internal static class Unsubscribe
{
    public static void Map(Routes to)
    {
        to.Public.Page(Links.Unsubscribe, ShowAsync).NeverKept();
        to.Public.OneClick(Links.Unsubscribe, PostAsync).NeverKept();
    }

    private static async Task<IResult> ShowAsync(string key, MailChoices choices, CancellationToken ct)
        => Page.Of(new UnsubscribePage { Mails = await choices.OfKeyAsync(key, ct) });

    private static async Task<IResult> PostAsync(string key, MailChoices choices, CancellationToken ct)
    {
        var mails = await choices.OfKeyAsync(key, ct);
        await choices.EndAsync(mails, ct);
        return Page.Of(new UnsubscribePage { Mails = mails with { IsOn = false } });
    }
}
