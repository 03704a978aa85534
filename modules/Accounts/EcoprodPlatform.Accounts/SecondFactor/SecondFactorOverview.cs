namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Whether signing in asks for a code, and what can be done about it.</summary>
internal static class SecondFactorOverview
{
    public static void Map(Routes to)
        => to.Page(Links.SecondFactor, ShowAsync);

    public static async Task<IResult> ShowAsync(Asked asked, PersonManager people)
        => await PageAsync(await people.FindAsync(asked.By), people, new PageForm());

    public static async Task<IResult> PageAsync(Person person, PersonManager people, PageForm form) => Page.Of(
        new SecondFactorPage { Form = form, IsOn = person.TwoFactorEnabled, CodesLeft = person.TwoFactorEnabled ? await people.CountRecoveryCodesAsync(person) : 0 },
        form.Status);
}
