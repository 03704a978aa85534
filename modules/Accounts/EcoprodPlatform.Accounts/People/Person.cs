namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// Someone with an account. Everything personal is in this row and nowhere else: the log holds ids only, so that erasing
/// a person is deleting a row. The user name is the id, because people sign in by their address, which may change.
/// </summary>
internal sealed class Person : IdentityUser<Guid>
{
    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    /// <summary><c>fr</c> or <c>en</c>: the language of their mails, and of the pages once they are signed in.</summary>
    public string Language { get; set; } = "fr";

    /// <summary>Version of the account's stream at the last change of name, address or language; grows, never repeats.</summary>
    public long PersonVersion { get; set; }

    public string FullName => $"{FirstName} {LastName}";

    /// <summary>They act themselves, without having signed in: a link of a mail says who they are.</summary>
    public Actor AsActor() => new(new PersonId(Id));
}
