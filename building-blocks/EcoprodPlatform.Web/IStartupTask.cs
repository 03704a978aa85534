namespace EcoprodPlatform.Web;

/// <summary>Work of a module after the migrations and before the host serves: loading reference data. Must be quick and repeatable.</summary>
public interface IStartupTask
{
    Task RunAsync(CancellationToken ct);
}
