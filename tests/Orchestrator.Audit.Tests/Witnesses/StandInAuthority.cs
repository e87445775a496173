using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Audit.Tests.Witnesses;

/// <summary>A time-stamping authority (RFC 3161) that answers in memory, with a certificate of its own.</summary>
internal sealed class StandInAuthority : HttpMessageHandler
{
    private readonly X509Certificate2 _certificate;
    private byte _serial;

    public StandInAuthority(string name = "Stand-in authority")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(10));
    }

    /// <summary>False while it is away.</summary>
    public bool IsThere { get; set; } = true;

    public int Asked { get; private set; }

    public string Pem => _certificate.ExportCertificatePem();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        if (!IsThere) throw new HttpRequestException("the authority is away");
        Assert.Equal("application/timestamp-query", request.Content!.Headers.ContentType!.MediaType);
        Assert.True(Rfc3161TimestampRequest.TryDecode(await request.Content.ReadAsByteArrayAsync(cancellationToken), out var asked, out _));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Answer(asked!)) };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _certificate.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Answer(Rfc3161TimestampRequest asked)
    {
        var info = new Rfc3161TimestampTokenInfo(
            new Oid("1.2.3.4.5"), asked.HashAlgorithmId, asked.GetMessageHash(), new byte[] { ++_serial }, DateTimeOffset.UtcNow, nonce: asked.GetNonce());
        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()));
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.47"), SigningCertificate()));
        cms.ComputeSignature(signer);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(0);
            writer.WriteEncodedValue(cms.Encode());
        }

        return writer.Encode();
    }

    /// <summary>SigningCertificateV2 (RFC 5035): the SHA-256 of the certificate.</summary>
    private byte[] SigningCertificate()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(_certificate.RawData));
        }

        return writer.Encode();
    }
}
