namespace EcoprodPlatform.Web;

/// <summary>Secrets behind <c>Authorization: Bearer</c> that are not a person's access token: a module that makes some says how they begin, and which scheme reads them.</summary>
public sealed record BearerKind(string Prefix, string Scheme);
