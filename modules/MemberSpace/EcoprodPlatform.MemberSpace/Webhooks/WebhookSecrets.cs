using Microsoft.AspNetCore.DataProtection;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Seals the secrets that sign: unlike a key's they must be read again, so the tables hold them locked.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("member-space.webhook-secret");

    public string Seal(string secret) => _protector.Protect(secret);

    public string Open(string sealedSecret) => _protector.Unprotect(sealedSecret);
}
