using Microsoft.AspNetCore.DataProtection;

namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>Identity's tokens with a shorter life, for links that open an account: two hours.</summary>
internal sealed class ShortLivedTokens(IDataProtectionProvider protection, ILogger<DataProtectorTokenProvider<Person>> logger)
    : DataProtectorTokenProvider<Person>(
        protection,
        Microsoft.Extensions.Options.Options.Create(new DataProtectionTokenProviderOptions { Name = Name, TokenLifespan = TimeSpan.FromHours(2) }),
        logger)
{
    public new const string Name = "EcoprodShortLived";
}
