namespace EcoprodPlatform.Kernel;

/// <summary>The id of something, with what it is the id of in its type: two ids can no longer be swapped without the compiler saying so.</summary>
public interface IId
{
    /// <summary>The id as the log, SQL and programs know it.</summary>
    Guid Value { get; }
}

/// <summary>
/// An id that can be made of a plain one. On purpose there is no conversion from <see cref="Guid"/>: whoever makes an id says
/// of what. The way back is implicit, so that events, SQL and links keep the plain id.
/// </summary>
public interface IId<TSelf> : IId
    where TSelf : struct, IId<TSelf>
{
    static abstract TSelf Of(Guid value);
}
