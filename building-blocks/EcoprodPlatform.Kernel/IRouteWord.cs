namespace EcoprodPlatform.Kernel;

/// <summary>
/// What stands in an address as one word of a grammar of its own (<c>previsionnel</c>, <c>definitif</c>): a link writes it by
/// <see cref="object.ToString"/>, and only such words lead to the page.
/// </summary>
public interface IRouteWord<TSelf> : IParsable<TSelf>
    where TSelf : struct, IRouteWord<TSelf>
{
    /// <summary>Name of the route constraint that knows the words.</summary>
    static abstract string Constraint { get; }

    /// <summary>A word that holds <paramref name="unique"/>, to be found again in an address.</summary>
    static abstract TSelf Sample(Guid unique);
}
