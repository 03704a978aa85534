namespace EcoprodPlatform.EventSourcing;

/// <summary>What a unit of work has written.</summary>
/// <param name="Streams">The streams it moved, with the version each has since.</param>
/// <param name="IsRepeat">The command had been carried out before: nothing was written, and this is what it wrote then.</param>
public sealed record AppendResult(IReadOnlyDictionary<Guid, long> Streams, bool IsRepeat = false);
