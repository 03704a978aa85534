using EcoprodPlatform.Web.Lists;
using Microsoft.AspNetCore.Http.Extensions;

namespace EcoprodPlatform.Accounts;

/// <summary>Every page of the module; those that others link to are in <see cref="AccountLinks"/>.</summary>
internal static class Links
{
    public const string Registered = "/compte/inscription/envoyee";
    public const string Confirm = "/compte/confirmation";
    public const string Resend = "/compte/confirmation/renvoi";
    public const string SecondStep = "/compte/connexion/code";
    public const string Recovery = "/compte/connexion/secours";
    public const string PasskeySignIn = "/compte/connexion/cle";
    public const string PasskeySignInOptions = "/compte/connexion/cle/options";
    public const string Proof = "/compte/verification";
    public const string ProofByPasskey = "/compte/verification/cle";
    public const string Forgotten = "/compte/mot-de-passe-oublie";
    public const string ForgottenSent = "/compte/mot-de-passe-oublie/envoye";
    public const string Reset = "/compte/nouveau-mot-de-passe";
    public const string Security = "/compte/securite";
    public const string Address = "/compte/adresse";
    public const string ConfirmAddress = "/compte/adresse/confirmation";
    public const string Password = "/compte/mot-de-passe";
    public const string SecondFactor = "/compte/double-authentification";
    public const string SecondFactorSetUp = "/compte/double-authentification/activation";
    public const string SecondFactorOff = "/compte/double-authentification/arret";
    public const string RecoveryCodes = "/compte/double-authentification/codes";
    public const string Passkeys = "/compte/cles-d-acces";
    public const string PasskeyOptions = "/compte/cles-d-acces/options";
    public const string PasskeyAdd = "/compte/cles-d-acces/ajout";
    public const string Sessions = "/compte/sessions";
    public const string OtherSessions = "/compte/sessions/autres";
    public const string Accounts = "/equipe/comptes";
    public const string Erasure = "/compte/suppression";

    /// <summary>Name of the query parameter that says where to go afterwards; always checked to be a path of this site.</summary>
    public const string Return = "retour";

    public static string Passkey(string id) => $"{Passkeys}/{id}";

    public static string PasskeyRemoval(string id) => $"{Passkeys}/{id}/retrait";

    public static string SessionClosing(Guid id) => $"{Sessions}/{id}/fermeture";

    public static string Lift(Guid id) => $"{Accounts}/{id}/double-authentification";

    public static string LiftConfirmation(Guid id) => $"{Accounts}/{id}/double-authentification/confirmation";

    /// <summary>The same page with the place to go afterwards, if there is one.</summary>
    public static string Then(string path, string? next) => next is null ? path : With(path, (Return, next));

    public static string With(string path, params (string Key, string? Value)[] query)
        => path + new QueryBuilder(query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Key, q.Value!))).ToQueryString();

    /// <summary>The menu of one's own account.</summary>
    public static IReadOnlyList<Tab> Tabs(string current) =>
    [
        new(new Text("Profil", "Profile"), AccountLinks.Account, Current: current == AccountLinks.Account),
        new(new Text("Connexion et sécurité", "Sign-in and security"), Security, Current: current == Security),
    ];
}
