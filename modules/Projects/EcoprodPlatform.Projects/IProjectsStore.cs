using Marten;

namespace EcoprodPlatform.Projects;

/// <summary>The Marten store of Projects: its own schema, connections of its own role. Public because Marten implements it.</summary>
public interface IProjectsStore : IDocumentStore;
