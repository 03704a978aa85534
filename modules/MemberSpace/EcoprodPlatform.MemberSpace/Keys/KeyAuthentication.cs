using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>
/// Reads <c>Authorization: Bearer epk_…</c>. Looked up at each request, so that a key revoked now is refused at the next one; why it is refused is told, but
/// only to who shows the key itself.
/// </summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SpaceKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "space-key";

    private const string Bearer = "Bearer ";

    private static readonly Text Refused = new("Cette clé n’ouvre rien", "This key opens nothing");

    private (string Code, Text Why) _refusal = ("key.unknown", new(
        "Cette clé API n’existe pas, ou son espace n’existe plus. Vérifiez qu’elle est complète, ou demandez-en une à Ecoprod.",
        "This API key does not exist, or its space exists no more. Check that it is complete, or ask Ecoprod for one."));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var key = await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
        if (key is null)
        {
            return AuthenticateResult.Fail("Unknown key.");
        }

        if (key.RevokedAt is { } revoked)
        {
            _refusal = ("key.revoked", new(
                $"Cette clé API a été révoquée le {Format.Date(revoked, Languages.French)}. Demandez-en une autre à Ecoprod.",
                $"This API key was revoked on {Format.Date(revoked, Languages.English)}. Ask Ecoprod for another one."));
            return AuthenticateResult.Fail("Revoked key.");
        }

        if (!key.IsInForce(keys.Today))
        {
            _refusal = ("key.expired", new(
                $"Cette clé API était valable jusqu’au {Format.Date(key.ExpiresOn, Languages.French)}. Demandez-en une autre à Ecoprod.",
                $"This API key was valid until {Format.Date(key.ExpiresOn, Languages.English)}. Ask Ecoprod for another one."));
            return AuthenticateResult.Fail("Expired key.");
        }

        await keys.NoteUseAsync(key, Context.RequestAborted);
        return AuthenticateResult.Success(new AuthenticationTicket(SpaceReader.Of(key, Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, _refusal.Code, Refused, _refusal.Why.ToString()).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var (code, why) = Context.GetEndpoint()?.Metadata.GetMetadata<KeyScope>() is { } scope
            ? ("key.scope", new Text($"Cette clé API n’a pas le droit {scope.Code}. Demandez-en une qui l’a à Ecoprod.", $"This API key does not hold the right {scope.Code}. Ask Ecoprod for one that does."))
            : ("key.reads-only", new Text(
                "Une clé API n’ouvre que la lecture de l’espace de sa structure : tableau de bord, projets, lignes. Tout le reste demande un compte personnel.",
                "An API key only opens the reading of its structure’s space: dashboard, projects, lines. Everything else takes a personal account."));
        return ApiProblem.Of(StatusCodes.Status403Forbidden, code, new Text("Cette clé n’ouvre pas cette adresse", "This key does not open this address"), why.ToString()).ExecuteAsync(Context);
    }
}
