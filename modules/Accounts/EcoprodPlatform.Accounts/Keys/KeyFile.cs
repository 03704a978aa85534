using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace EcoprodPlatform.Accounts.Keys;

/// <summary>
/// The file that seals the keys in the database (<c>Keys:File</c>): one secret of 32 bytes per line, in base64. The first
/// one seals, all of them open, so that a new secret is put above the old one.
/// </summary>
internal sealed class KeyFile
{
    private const int SecretLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly byte[][] secrets;

    private KeyFile(byte[][] secrets) => this.secrets = secrets;

    /// <summary>The file, made with a new secret if <paramref name="make"/> and nobody made it yet.</summary>
    public static KeyFile Open(string path, bool make)
    {
        if (make && !File.Exists(path))
        {
            Make(path);
        }

        try
        {
            var lines = File.ReadAllLines(path).Where(l => l.Trim().Length > 0).Select(l => Convert.FromBase64String(l.Trim())).ToArray();
            return lines.Length > 0 && Array.TrueForAll(lines, s => s.Length == SecretLength) ? new KeyFile(lines) : throw Unusable(path, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>AES-256-GCM with the first secret: which secret, nonce, tag, content.</summary>
    public byte[] Seal(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NameLength + NonceLength + TagLength + content.Length];
        NameOf(secrets[0]).CopyTo(sealedText, 0);
        RandomNumberGenerator.Fill(sealedText.AsSpan(NameLength, NonceLength));
        using var aes = new AesGcm(secrets[0], TagLength);
        aes.Encrypt(
            sealedText.AsSpan(NameLength, NonceLength),
            content,
            sealedText.AsSpan(NameLength + NonceLength + TagLength),
            sealedText.AsSpan(NameLength + NonceLength, TagLength));
        CryptographicOperations.ZeroMemory(content);
        return sealedText;
    }

    public string Unseal(byte[] sealedText)
    {
        var secret = Array.Find(secrets, s => NameOf(s).AsSpan().SequenceEqual(sealedText.AsSpan(0, NameLength)))
            ?? throw new CryptographicException("A key in the database was sealed with a secret that is not in the key file (Keys:File).");
        var content = new byte[sealedText.Length - NameLength - NonceLength - TagLength];
        using var aes = new AesGcm(secret, TagLength);
        aes.Decrypt(
            sealedText.AsSpan(NameLength, NonceLength),
            sealedText.AsSpan(NameLength + NonceLength + TagLength),
            sealedText.AsSpan(NameLength + NonceLength, TagLength),
            content);
        return Encoding.UTF8.GetString(content);
    }

    private const int NameLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static byte[] NameOf(byte[] secret) => SHA256.HashData(secret)[..NameLength];

    private static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Under a name of its own and then moved: of several hosts starting at once the first one's secret counts.
            var draft = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var writer = new StreamWriter(draft, options))
            {
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretLength)));
            }

            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    private static SettingException Unusable(string path, Exception? inner) => new("Keys:File", new Text(
        $"le fichier de clé {path} n’est pas utilisable{(inner is null ? "" : $" ({inner.Message})")}. Il contient sur chaque ligne un secret fait par « openssl rand -base64 32 » ; les sauvegardes de deploy/backup le gardent.",
        $"the key file {path} cannot be used{(inner is null ? "" : $" ({inner.Message})")}. Each of its lines is a secret made by \"openssl rand -base64 32\"; backups made by deploy/backup hold it."), inner);
}

/// <summary>Seals a key before it is stored in the database.</summary>
internal sealed class KeyFileEncryptor(KeyFile file) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        => new(
            new XElement("sealed", Convert.ToBase64String(file.Seal(plaintextElement.ToString(SaveOptions.DisableFormatting)))),
            typeof(KeyFileDecryptor));
}

/// <summary>Opens a sealed key. Its full name is stored with each key: renaming this class would lose them.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var file = services.GetService<KeyFile>()
            ?? throw new CryptographicException("A key in the database was sealed with a key file, and none is configured (Keys:File).");
        return XElement.Parse(file.Unseal(Convert.FromBase64String(encryptedElement.Value)));
    }
}
