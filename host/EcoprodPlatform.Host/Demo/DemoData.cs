namespace EcoprodPlatform.Host.Demo;

/// <summary>Demo data.</summary>
internal sealed class DemoData
{
    public const string Accounts = "";

    public Task LoadAsync(CancellationToken ct) => Task.CompletedTask;
}
