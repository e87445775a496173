using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>A key that signs checkpoints: ECDSA on the curve P-256 with SHA-256.</summary>
internal sealed class SigningKey : IDisposable
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => (_key, Public) = (key, PublicKey.Of(key));

    /// <summary>What others need to check its signatures.</summary>
    public PublicKey Public { get; }

    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <exception cref="ArgumentException">The text is not a private key in PEM form.</exception>
    public static SigningKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new SigningKey(key);
    }

    public string ToPem() => _key.ExportPkcs8PrivateKeyPem();

    public SignedCheckpoint Sign(Checkpoint checkpoint) =>
        new(checkpoint, Public.Id, _key.SignData(Encoding.UTF8.GetBytes(checkpoint.Body), HashAlgorithmName.SHA256));

    public void Dispose() => _key.Dispose();
}

/// <summary>The public half of a key.</summary>
/// <param name="Id">First 16 hexadecimal digits of the SHA-256 of the key.</param>
/// <param name="Key">SubjectPublicKeyInfo, base64.</param>
public sealed record PublicKey(string Id, string Key)
{
    internal static PublicKey Of(ECDsa key)
    {
        var bytes = key.ExportSubjectPublicKeyInfo();
        return new PublicKey(Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], Convert.ToBase64String(bytes));
    }

    /// <summary>True when this key signed the checkpoint.</summary>
    internal bool Signed(SignedCheckpoint signed)
    {
        if (signed.KeyId != Id) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Key), out _);
        return Of(key).Id == Id && key.VerifyData(Encoding.UTF8.GetBytes(signed.Checkpoint.Body), signed.Signature, HashAlgorithmName.SHA256);
    }
}
