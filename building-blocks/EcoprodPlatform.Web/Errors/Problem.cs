using System.Net.Sockets;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EcoprodPlatform.Web.Errors;

/// <summary>What went wrong, in words, for a page and for a program alike.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code, documented.</param>
/// <param name="Title">One line.</param>
/// <param name="Advice">What to do now.</param>
/// <param name="Field">The field concerned, if one is.</param>
/// <param name="Wait">When to try again, if that is known.</param>
internal sealed partial record Problem(int Status, string Code, Text Title, Text Advice, string? Field = null, TimeSpan? Wait = null)
{
    /// <summary>The rules behind it where they are several: each is told under its field.</summary>
    public IReadOnlyList<RuleBrokenException> Rules { get; init; } = [];

    public static readonly Problem NotFound = new(
        404,
        "web.not-found",
        new("Cette page n’existe pas", "This page does not exist"),
        new(
            "Elle a été supprimée, vous n’y avez pas accès, ou l’adresse est incomplète. Vérifiez l’adresse ou repartez de l’accueil.",
            "It was deleted, you have no access to it, or the address is incomplete. Check the address or start from the home page."));

    public static readonly Problem Forbidden = new(
        403,
        "web.forbidden",
        new("Vous n’avez pas accès à cette page", "You do not have access to this page"),
        new(
            "Votre compte ne permet pas cette action. Si vous pensez qu’il le devrait, demandez à la personne qui gère le projet ou à Ecoprod.",
            "Your account does not allow this. If you think it should, ask the person in charge of the project or Ecoprod."));

    public static readonly Problem SignInNeeded = new(
        401,
        "web.sign-in-needed",
        new("Connectez-vous pour continuer", "Sign in to continue"),
        new("Cette page est réservée aux personnes connectées.", "This page is for signed-in people."));

    public static readonly Problem BadRequest = new(
        400,
        "web.bad-request",
        new("Cette demande est incomplète ou mal formée", "This request is incomplete or malformed"),
        new("Rien n’a été enregistré. Revenez à la page précédente et recommencez.", "Nothing was saved. Go back to the previous page and try again."));

    public static readonly Problem TooLarge = new(
        413,
        "web.too-large",
        new("L’envoi est trop volumineux", "What you sent is too large"),
        new("Rien n’a été enregistré. Choisissez un fichier plus petit, puis recommencez.", "Nothing was saved. Choose a smaller file, then try again."));

    public static readonly Problem CutOff = new(
        400,
        "web.cut-off",
        new("L’envoi s’est interrompu", "The sending was interrupted"),
        new("Rien n’a été enregistré. Choisissez le fichier à nouveau, puis recommencez.", "Nothing was saved. Choose the file again, then send it once more."));

    public static readonly Problem WrongMethod = new(
        405,
        "web.wrong-method",
        new("Cette adresse ne s’ouvre pas directement", "This address cannot be opened directly"),
        new("Elle ne sert qu’à envoyer un formulaire. Repartez de la page qui le contient.", "It only receives a form. Start again from the page that holds it."));

    public static readonly Problem TooMany = new(
        429,
        "web.too-many",
        new("Trop de demandes en peu de temps", "Too many requests in a short time"),
        new("Patientez une minute, puis recommencez.", "Wait a minute, then try again."));

    public static readonly Problem Stale = new(
        409,
        "web.stale",
        new("La page a changé pendant que vous écriviez", "The page changed while you were writing"),
        new(
            "Quelqu’un l’a modifiée entre-temps : rien n’a été enregistré. Revenez en arrière pour retrouver votre saisie, rechargez la page dans un autre onglet pour comparer.",
            "Someone changed it meanwhile: nothing was saved. Go back to find what you typed, open the page in another tab to compare."));

    public static readonly Problem VersionRequired = new(
        428,
        "web.version-required",
        new("La version lue manque", "The version that was read is missing"),
        new(
            "Envoyez l’en-tête If-Match avec l’ETag reçu à la lecture, par exemple If-Match: \"7\". Rien n’a été enregistré.",
            "Send the If-Match header with the ETag received when reading, for example If-Match: \"7\". Nothing was saved."));

    // Whether a change reached the database before it went is not known for certain; that it is not made twice is.
    public static readonly Problem DatabaseAway = new(
        503,
        "web.unavailable",
        new("Le service est momentanément indisponible", "The service is briefly unavailable"),
        new(
            "La base de données ne répond pas. Revenez en arrière pour retrouver votre saisie et recommencez dans une minute : ce qui serait déjà enregistré ne le sera pas deux fois.",
            "The database does not answer. Go back to find what you typed and try again in a minute: what might be saved already will not be saved twice."),
        Wait: TimeSpan.FromSeconds(30));

    // It answers, and takes nothing in: no room (53100), no memory, no connection left, read-only. What was asked is not half done.
    public static readonly Problem DatabaseFull = new(
        503,
        "web.unavailable",
        new("Le service est momentanément indisponible", "The service is briefly unavailable"),
        new(
            "La base de données n’enregistre rien pour l’instant, faute de place ou parce qu’elle est en maintenance. Rien n’a été enregistré : revenez en arrière pour retrouver votre saisie et recommencez dans quelques minutes.",
            "The database cannot save anything at the moment, for want of room or because of maintenance. Nothing was saved: go back to find what you typed and try again in a few minutes."),
        Wait: TimeSpan.FromSeconds(30));

    public static readonly Problem Unknown = new(
        500,
        "web.unexpected",
        new("Une erreur imprévue s’est produite", "Something unexpected went wrong"),
        new(
            "L’équipe peut la retrouver grâce à la référence ci-dessous. Revenez en arrière pour retrouver votre saisie, puis réessayez.",
            "The team can find it by the reference below. Go back to find what you typed, then try again."));

    /// <summary>What an exception means for whoever asked.</summary>
    public static Problem Of(Exception exception, HttpContext http) => exception switch
    {
        RuleBrokenException broken => Of(broken),
        ConcurrencyException => http.Request.Headers.IfMatch.Count > 0 ? Stale with { Status = 412 } : Stale,
        _ when Any(exception, IsDatabaseFull) => DatabaseFull,
        BadInputException bad => BadRequest with { Code = bad.Code, Advice = bad.Text, Field = bad.Field },
        BadHttpRequestException { StatusCode: 413 } => TooLarge,
        BadHttpRequestException { StatusCode: 428 } => VersionRequired,
        BadHttpRequestException bad when EndpointPolicies.IsSafe(http.Request.Method) => BadAddress(bad),
        BadHttpRequestException bad => BadRequest with { Status = bad.StatusCode },
        // Malformed (a NUL, which no browser sends) rather than too large.
        InvalidDataException { InnerException: InvalidOperationException } when http.Request.HasFormContentType => BadRequest,
        InvalidDataException when http.Request.HasFormContentType => TooLarge,
        // A multipart form that ends before its end.
        IOException when http.Request.HasFormContentType => CutOff,
        _ when Any(exception, IsDatabaseAway) => DatabaseAway,
        _ => Unknown,
    };

    /// <summary>What a bare status means.</summary>
    public static Problem Of(int status) => status switch
    {
        400 => BadRequest,
        401 => SignInNeeded,
        403 => Forbidden,
        404 => NotFound,
        405 => WrongMethod,
        413 => TooLarge,
        428 => VersionRequired,
        429 => TooMany,
        503 => DatabaseAway,
        >= 500 => Unknown with { Status = status },
        _ => BadRequest with { Status = status },
    };

    /// <summary>Nothing could have been saved by reading: what is wrong is a value of the address, and ASP.NET names the parameter.</summary>
    private static Problem BadAddress(BadHttpRequestException bad)
    {
        var name = Parameter().Match(bad.Message) is { Success: true } match ? match.Groups["name"].Value : null;
        return BadRequest with
        {
            Status = bad.StatusCode,
            Advice = name is null
                ? new Text("Vérifiez l’adresse.", "Check the address.")
                : new Text($"La valeur de « {name} » dans l’adresse n’est pas de la forme attendue.", $"The value of “{name}” in the address is not of the expected form."),
            Field = name,
        };
    }

    [GeneratedRegex("""parameter "\S+ (?<name>\w+)" from""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    private static Problem Of(RuleBrokenException broken) => broken.Kind switch
    {
        RuleKind.NotFound => NotFound with { Code = broken.Code, Advice = broken.Text },
        RuleKind.Forbidden => Forbidden with { Code = broken.Code, Advice = broken.Text },
        RuleKind.TooMany => TooMany with { Code = broken.Code, Advice = broken.Text, Wait = broken.Wait },
        RuleKind.Unavailable => DatabaseAway with { Code = broken.Code, Advice = broken.Text, Wait = broken.Wait },
        RuleKind.Conflict => new(
            409,
            broken.Code,
            new("Ce n’est plus possible dans l’état actuel", "This is not possible in the current state"),
            broken.Text,
            broken.Field),
        _ => new(
            422,
            broken.Code,
            new("Cette demande ne peut pas être acceptée", "This request cannot be accepted"),
            new(string.Join(' ', broken.All.Select(b => b.Text.Fr)), string.Join(' ', broken.All.Select(b => b.Text.En))),
            broken.Field) { Rules = [.. broken.All] },
    };

    private static bool Any(Exception? exception, Func<Exception, bool> isIt) => exception is not null
        && (isIt(exception) || (exception is AggregateException several ? several.InnerExceptions.Any(e => Any(e, isIt)) : Any(exception.InnerException, isIt)));

    /// <summary>Insufficient resources of any kind (53xxx) but too many connections, which is over in a moment; read-only (25006); the host's own temporary folder without room.</summary>
    private static bool IsDatabaseFull(Exception e) => e is PostgresException { SqlState: "25006" } or IOException { HResult: NoSpaceLeft }
        || e is PostgresException { SqlState: not "53300" } other && other.SqlState.StartsWith("53", StringComparison.Ordinal);

    /// <summary>Not to be reached, or stopping, stopped, starting (57P01 to 57P05), or without a connection to spare.</summary>
    private static bool IsDatabaseAway(Exception e) => e is NpgsqlException { IsTransient: true } or SocketException or PostgresException { SqlState: "53300" }
        || e is PostgresException p && p.SqlState.StartsWith("57P0", StringComparison.Ordinal);

    /// <summary>ENOSPC.</summary>
    private const int NoSpaceLeft = 28;
}
