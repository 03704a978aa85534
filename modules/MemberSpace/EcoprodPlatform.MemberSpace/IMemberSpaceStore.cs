using Marten;

namespace EcoprodPlatform.MemberSpace;

/// <summary>The Marten store of MemberSpace: its own schema, connections of its own role. Public because Marten implements it.</summary>
public interface IMemberSpaceStore : IDocumentStore;
