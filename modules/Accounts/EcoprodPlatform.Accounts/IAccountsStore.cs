using Marten;

namespace EcoprodPlatform.Accounts;

/// <summary>The Marten store of Accounts: its own schema, connections of its own role. Public because Marten implements it.</summary>
public interface IAccountsStore : IDocumentStore;
