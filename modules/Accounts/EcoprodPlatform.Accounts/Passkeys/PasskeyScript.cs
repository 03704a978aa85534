using EcoprodPlatform.Web.Assets;

namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>The script behind the passkey forms.</summary>
internal static class PasskeyScript
{
    public static readonly string Url = WebAssets.Add(typeof(PasskeyScript).Assembly, "passkeys.js");
}
