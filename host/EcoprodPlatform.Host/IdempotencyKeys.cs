using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;

namespace EcoprodPlatform.Host;

/// <summary>
/// <c>Idempotency-Key</c> on what programs POST (docs/decisions/0022): the same request sent again by the same person within a day gets the first
/// answer and is not carried out again. Refusals are not kept: nothing was done, and what was wrong may be right by then.
/// </summary>
internal sealed class IdempotencyKeys(RequestDelegate next, IEnumerable<ModuleLog> logs, IdSource ids, TimeProvider clock, ILogger<IdempotencyKeys> logger)
{
    public const string Header = "Idempotency-Key";

    public const int Longest = 255;

    private readonly Dictionary<string, RepeatStore> _stores = logs.ToDictionary(l => l.Schema, l => new RepeatStore(l, ids, clock), StringComparer.Ordinal);

    /// <summary>Whether an endpoint takes the key: a POST of somebody. Files are known by their content, and PUT and DELETE are the same twice as once.</summary>
    public static bool Takes(string? method, IReadOnlyList<object> metadata)
        => method == HttpMethods.Post && metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<SecretMetadata>().Any()
            && !metadata.OfType<IAcceptsMetadata>().Any(a => a.ContentTypes.Contains("multipart/form-data"));

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } endpoint || !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || http.Request.Headers[Header] is not { Count: > 0 } header || !Takes(http.Request.Method, endpoint) || http.ActorOrNull() is not { } actor)
        {
            await next(http);
            return;
        }

        if (KeyOf(header.ToString()) is not { } key)
        {
            await Malformed().ExecuteAsync(http);
            return;
        }

        var store = _stores[SchemaOf(endpoint.GetMetadata<MethodInfo>()!)];
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{actor.Id}\n{key}")).AsSpan(0, 16));
        switch (await store.ClaimAsync(id, await FingerprintAsync(http.Request), http.RequestAborted))
        {
            case RepeatClaim.Taken taken:
                await CarryOutAsync(http, store, id, taken.Command);
                break;
            case RepeatClaim.Answered { Answer: var answer }:
                await SendAsync(http, answer);
                break;
            case RepeatClaim.AnswerLost:
                throw RuleBrokenException.Conflict("idempotency.answer-lost", new(
                    "Cette demande a été exécutée la première fois, mais sa réponse s’est perdue dans une interruption du service. Relisez la ressource : ne renvoyez pas la demande avec une autre clé.",
                    "This request was carried out the first time, but its answer was lost when the service was interrupted. Read the resource again: do not send the request with another key."));
            case RepeatClaim.OfAnother:
                throw new RuleBrokenException("idempotency.key-reused", new(
                    "Cette clé a déjà servi pour une autre demande : chaque demande a la sienne.",
                    "This key was used for another request already: each request has its own."), field: Header);
            default:
                throw InProgress();
        }
    }

    private async Task CarryOutAsync(HttpContext http, RepeatStore store, Guid id, Guid command)
    {
        var body = http.Response.Body;
        using var written = new MemoryStream();
        using var once = RequestOnce.Begin(command);
        http.Response.Body = written;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        catch (Exception e)
        {
            await TryAsync(store.ReleaseAsync(id, command));
            if (e is RepeatedRequestException)
            {
                throw InProgress();
            }

            throw;
        }
        finally
        {
            http.Response.Body = body;
        }

        var headers = http.Response.Headers;
        var answer = new KeptAnswer(http.Response.StatusCode, http.Response.ContentType, headers.ETag, headers.Location, written.ToArray());
        await TryAsync(answer.Status < 400 ? store.KeepAsync(id, command, answer) : store.ReleaseAsync(id, command));
        await body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>What was done is done, and what was refused is refused: whoever asks again is told at the end of the lease.</summary>
    private async Task TryAsync(Task note)
    {
        try
        {
            await note;
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or IOException or TimeoutException)
        {
            logger.LogWarning(e, "How a request with an idempotency key ended was not noted");
        }
    }

    private static async Task SendAsync(HttpContext http, KeptAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.Headers.ETag = answer.ETag;
        http.Response.Headers.Location = answer.Location;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>A quoted string of RFC 8941 or the plain token, as most programs send it: 1 to 255 visible ASCII characters.</summary>
    private static string? KeyOf(string header)
    {
        var key = header is ['"', .. var inner, '"'] ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : header;
        return key.Length is > 0 and <= Longest && key.All(c => c is > ' ' and < (char)127) ? key : null;
    }

    private static IResult Malformed() => ApiProblem.Of(
        StatusCodes.Status400BadRequest,
        "idempotency.key",
        new Text("L’en-tête Idempotency-Key est mal formé", "The Idempotency-Key header is malformed"),
        new Text($"Envoyez de 1 à {Longest} caractères ASCII visibles, par exemple un UUID.", $"Send 1 to {Longest} visible ASCII characters, for example a UUID.").ToString());

    private static RuleBrokenException InProgress() => RuleBrokenException.Conflict("idempotency.in-progress", new(
        "Cette demande est en cours d’exécution : patientez, puis renvoyez-la avec la même clé.",
        "This request is being carried out: wait, then send it again with the same key."));

    private static async Task<byte[]> FingerprintAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        request.EnableBuffering();
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>A module's schema is called as the module (<c>MemberSpace</c>: <c>member_space</c>).</summary>
    private static string SchemaOf(MethodInfo endpoint)
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(Modules.All.Single(m => m.GetType().Assembly == endpoint.DeclaringType!.Assembly).Name);
}
