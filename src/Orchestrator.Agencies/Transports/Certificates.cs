using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Agencies.Transports;

/// <summary>Certificates towards agencies: ours, and what is wrong with theirs in words.</summary>
internal static class Certificates
{
    /// <summary>Our certificate with its key; null when none is configured.</summary>
    /// <exception cref="CertificateRefusedException">It cannot be read or used.</exception>
    public static X509Certificate2? Load(ClientSettings settings, DateTimeOffset now)
    {
        if (settings.Certificate is not { } file)
            return null;
        X509Certificate2 certificate;
        try
        {
            certificate = Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12"
                ? X509CertificateLoader.LoadPkcs12FromFile(file, settings.Password)
                : Pem(file, settings.Key ?? file, settings.Password);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateRefusedException($"our certificate {Path.GetFileName(file)} cannot be read", problem);
        }

        return certificate.NotAfter.ToUniversalTime() > now.UtcDateTime ? certificate : throw new CertificateRefusedException($"our certificate expired on {Day(certificate)}");
    }

    /// <summary>The issuers that an agency's certificate may come from; null for those of the machine.</summary>
    /// <exception cref="CertificateRefusedException">The file cannot be read.</exception>
    public static X509Certificate2Collection? Trusted(ClientSettings settings)
    {
        if (settings.TrustedCertificates is not { } file)
            return null;
        try
        {
            var issuers = new X509Certificate2Collection();
            issuers.ImportFromPemFile(file);
            return issuers;
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateRefusedException($"the trusted issuers in {Path.GetFileName(file)} cannot be read", problem);
        }
    }

    /// <summary>Accepts what the chain accepts; else says why not.</summary>
    /// <exception cref="CertificateRefusedException">It is not accepted.</exception>
    public static bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        var statuses = chain?.ChainStatus.Select(status => status.Status).ToHashSet() ?? [];
        throw new CertificateRefusedException(
            certificate is not X509Certificate2 theirs ? "no certificate was shown"
            : statuses.Contains(X509ChainStatusFlags.NotTimeValid) ? theirs.NotAfter < DateTime.Now ? $"the certificate expired on {Day(theirs)}" : "the certificate is not valid yet, or its issuer's expired"
            : statuses.Contains(X509ChainStatusFlags.Revoked) ? "the certificate was revoked"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the certificate is for another name"
            : "the certificate's issuer is not trusted");
    }

    private static X509Certificate2 Pem(string file, string key, string? password)
    {
        using var certificate = password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        // SslStream cannot use a key that exists in memory alone on every system; a round trip through PKCS#12 gives one that it can.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static string Day(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Leaves the attempt to connect when a certificate, ours or theirs, cannot be used.</summary>
internal sealed class CertificateRefusedException(string reason, Exception? inner = null) : IOException(reason, inner);
