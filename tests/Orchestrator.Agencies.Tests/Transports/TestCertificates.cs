using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Agencies.Tests.Transports;

/// <summary>An issuer made for one test, and certificates of it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _issuer;
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("certificates-").FullName;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _issuer = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
        File.WriteAllText(IssuerFile, _issuer.ExportCertificatePem());
    }

    public string IssuerFile => Path.Combine(_folder, "issuer.pem");

    /// <summary>A certificate for this machine, valid until a day from now.</summary>
    public X509Certificate2 Issue(string name, int days = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_issuer, DateTimeOffset.UtcNow.AddDays(-300), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A file with a certificate and its key, in PEM.</summary>
    public string Write(X509Certificate2 certificate, string name)
    {
        var file = Path.Combine(_folder, name);
        using var exportable = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        File.WriteAllText(file, exportable.ExportCertificatePem() + "\n" + exportable.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return file;
    }

    public void Dispose()
    {
        _issuer.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
