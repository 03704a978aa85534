using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcoprodPlatform.Web;

/// <summary>Who asks, on which version they decided, and the answer that carries the version since. A parameter of endpoints.</summary>
public sealed class Asked
{
    private readonly HttpContext _http;

    private Asked(HttpContext http) => _http = http;

    /// <summary>The signed-in person; throws on a public endpoint where nobody is.</summary>
    public Actor By => _http.Actor();

    /// <summary>The version named by <c>If-Match</c>, or null. Endpoints that insist on one take a <see cref="SeenVersion"/>.</summary>
    public long? Seen => _http.IfMatch();

    public static ValueTask<Asked> BindAsync(HttpContext http) => ValueTask.FromResult(new Asked(http));

    /// <summary>The value, with its version in <c>ETag</c>.</summary>
    public T Versioned<T>(T value, long version)
    {
        _http.ETag(version);
        return value;
    }

    /// <summary>Done, with nothing to say but the version since.</summary>
    public NoContent NoContent(long version) => Versioned(TypedResults.NoContent(), version);

    /// <summary>Made, at this address; with nothing to show of it.</summary>
    public Created Created(string address, long version) => Versioned(TypedResults.Created(address), version);

    /// <summary>Made, at this address.</summary>
    public Created<T> Created<T>(string address, T value, long version) => Versioned(TypedResults.Created(address, value), version);
}

/// <summary>The version that a program replaces, from <c>If-Match</c>: 428 without one.</summary>
public readonly record struct SeenVersion(long Value)
{
    public static ValueTask<SeenVersion> BindAsync(HttpContext http) => ValueTask.FromResult(new SeenVersion(http.RequiredIfMatch()));

    public static implicit operator long(SeenVersion seen) => seen.Value;

    public long ToInt64() => Value;
}
