using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace EcoprodPlatform.Accounts.Keys;

/// <summary>
/// How the keys in the database are sealed: with a certificate (<c>Keys:Certificate</c>), with a key file
/// (<c>Keys:File</c>), or with a key file of its own making next to the private PostgreSQL.
/// </summary>
internal static class KeyServices
{
    public static void AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DatabaseKeys>();
        services.AddSingleton<IStartupTask, FirstKey>();
        services.AddOptions<KeyManagementOptions>().Configure<DatabaseKeys>((o, keys) => o.XmlRepository = keys);
        if (configuration["Keys:Certificate"] is { Length: > 0 } certificate)
        {
            services.AddDataProtection().ProtectKeysWithCertificate(Load(certificate, configuration["Keys:CertificatePassword"]));
        }

        // Besides a certificate too: what the file had sealed before stays readable.
        var given = configuration["Keys:File"] is { Length: > 0 } path ? path : null;
        if (given is not null || EmbeddedFile(configuration) is not null)
        {
            services.AddSingleton(_ => KeyFile.Open(given ?? EmbeddedFile(configuration)!, make: given is null));
            services.AddOptions<KeyManagementOptions>().Configure<KeyFile>((o, file) => o.XmlEncryptor ??= new KeyFileEncryptor(file));
        }
    }

    /// <summary>Where the database is a private one in the data folder, its key lies there too; elsewhere hosts share no folder.</summary>
    private static string? EmbeddedFile(IConfiguration configuration)
        => string.IsNullOrWhiteSpace(configuration.GetConnectionString("Ecoprod")) && configuration["Data:Folder"] is { Length: > 0 } data
            ? Path.Combine(data, "keys", "accounts.key")
            : null;

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            return path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
                ? X509Certificate2.CreateFromPemFile(path)
                : X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException("Keys:Certificate", new Text(
                $"le certificat {path} n’est pas utilisable ({e.Message}). Il faut un fichier PKCS #12 (.pfx, .p12), ou PEM avec sa clé privée, RSA.",
                $"the certificate {path} cannot be used ({e.Message}). It must be a PKCS #12 file (.pfx, .p12), or PEM with its private key, RSA."), e);
        }
    }
}
