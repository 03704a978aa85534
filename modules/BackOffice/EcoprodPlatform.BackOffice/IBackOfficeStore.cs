using Marten;

namespace EcoprodPlatform.BackOffice;

/// <summary>The Marten store of the back office: its own schema, connections of its own role. Public because Marten implements it.</summary>
public interface IBackOfficeStore : IDocumentStore;
