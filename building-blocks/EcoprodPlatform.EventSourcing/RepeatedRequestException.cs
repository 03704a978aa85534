namespace EcoprodPlatform.EventSourcing;

/// <summary>A request that was carried out once was about to be carried out again: its first one was thought dead and was slow.</summary>
public sealed class RepeatedRequestException() : Exception("The request was carried out already.");
