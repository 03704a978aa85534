namespace EcoprodPlatform.Host;

/// <summary>Settings of the host itself (docs/operations.md); the rest belongs to the part that reads it.</summary>
internal static class HostSettings
{
    /// <summary>The database of all modules; null: the host starts a private cluster.</summary>
    public static string? Database(IConfiguration configuration) => NotBlank(configuration.GetConnectionString("Ecoprod"));

    /// <summary>Where the host keeps what it writes: the private cluster, .eml mails. <c>Data:Folder</c>, else <c>ECOPROD_DATA</c>, else <c>.data</c> here.</summary>
    public static string DataFolder(IConfiguration configuration)
        => Path.GetFullPath(NotBlank(configuration["Data:Folder"]) ?? NotBlank(configuration["ECOPROD_DATA"]) ?? ".data");

    /// <summary>Address written into mails.</summary>
    public static string PublicBaseUrl(IConfiguration configuration)
        => (NotBlank(configuration["Public:BaseUrl"]) ?? NotBlank(configuration["Urls"])?.Split(';')[0] ?? "http://127.0.0.1:5080").TrimEnd('/');

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
