using Marten;

namespace EcoprodPlatform.Footprint;

/// <summary>The Marten store of Footprint: its own schema, connections of its own role. Public because Marten implements it.</summary>
public interface IFootprintStore : IDocumentStore;
