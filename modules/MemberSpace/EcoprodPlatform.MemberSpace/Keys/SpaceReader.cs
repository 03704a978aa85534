using System.Security.Claims;

namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>Who reads a space by the API: a person, or a structure's key, which is nobody. A parameter of endpoints.</summary>
internal sealed record SpaceReader(Actor? Person, Guid? KeyOf)
{
    private const string Organisation = "space-organisation";
    private const string Key = "space-key";
    private const string Scope = "space-scope";

    public static ValueTask<SpaceReader> BindAsync(HttpContext http)
        => ValueTask.FromResult(new SpaceReader(http.ActorOrNull(), Guid.TryParse(http.User.FindFirstValue(Organisation), out var id) ? id : null));

    /// <summary>Whoever shows this key. Nothing of it says "person", so that no page or endpoint takes it for one.</summary>
    public static ClaimsPrincipal Of(SpaceKey key, string scheme) => new(new ClaimsIdentity(
        [new Claim(Key, key.Id.ToString()), new Claim(Organisation, key.OrganisationId.ToString()), .. key.Scopes.Select(s => new Claim(Scope, s))], scheme));

    public static bool MayRead(ClaimsPrincipal user, KeyScope scope) => user.Actor() is not null || user.HasClaim(Scope, scope.Code);

    public static Guid? KeyIn(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Key), out var id) ? id : null;
}
