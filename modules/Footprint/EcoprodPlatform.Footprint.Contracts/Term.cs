namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>One entry of a closed list: its stored code and its name in both languages.</summary>
// Once in each Contracts that has lists: they reference nothing, not even each other.
public sealed record Term(string Code, string Fr, string En);
