namespace EcoprodPlatform.Projects.Contracts;

/// <summary>One entry of a closed list: its stored code and its name in both languages.</summary>
public sealed record Term(string Code, string Fr, string En);
