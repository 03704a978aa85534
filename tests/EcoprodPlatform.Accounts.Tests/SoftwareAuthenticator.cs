using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>
/// A passkey without a browser (WebAuthn level 2, ES256, no attestation): makes what <c>navigator.credentials</c> would
/// answer, byte by byte, so that Identity's own checks run on it.
/// </summary>
internal sealed class SoftwareAuthenticator(string origin, string domain) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private byte[] _user = [];
    private uint _counter;

    /// <summary>As <c>navigator.credentials.create</c>.</summary>
    public string Create(string optionsJson)
    {
        var options = JsonNode.Parse(optionsJson)!;
        _user = Base64Url.DecodeFromChars(options["user"]!["id"]!.GetValue<string>());
        var client = ClientData("webauthn.create", options["challenge"]!.GetValue<string>());
        var data = new List<byte>(AuthenticatorData(UserPresent | UserVerified | HasCredential));
        data.AddRange(new byte[16]);
        data.AddRange([(byte)(_id.Length >> 8), (byte)_id.Length]);
        data.AddRange(_id);
        var point = _key.ExportParameters(false).Q;
        // COSE key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        data.AddRange([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!]);
        // {"fmt": "none", "attStmt": {}, "authData": bytes}
        byte[] attestation =
        [
            0xA3, .. CborText("fmt"), .. CborText("none"), .. CborText("attStmt"), 0xA0, .. CborText("authData"),
            0x59, (byte)(data.Count >> 8), (byte)data.Count, .. data,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>As <c>navigator.credentials.get</c>.</summary>
    public string Get(string optionsJson)
    {
        var client = ClientData("webauthn.get", JsonNode.Parse(optionsJson)!["challenge"]!.GetValue<string>());
        _counter++;
        var data = AuthenticatorData(UserPresent | UserVerified);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Base64Url.EncodeToString(_user),
        });
    }

    public void Dispose() => _key.Dispose();

    private static byte[] CborText(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];

    private byte[] ClientData(string type, string challenge)
        => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin, crossOrigin = false });

    private byte[] AuthenticatorData(byte flags)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(domain), data);
        data[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), _counter);
        return data;
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
