namespace Orchestrator.Agencies.Transports;

/// <summary>What a connection to an agency needs beside its address; equal settings share connections.</summary>
/// <param name="Certificate">PEM or PKCS#12 file with our certificate, or null for none.</param>
/// <param name="Key">PEM file with its key when the certificate's file has none, or null.</param>
/// <param name="Password">Password of the PKCS#12 file or of the key, or null. A secret.</param>
/// <param name="TrustedCertificates">PEM file with the issuers that the agency's certificate may come from, or null for those of the machine.</param>
/// <param name="ChangedAt">When the newest of the files changed, so that a renewed certificate is used without a restart.</param>
internal sealed record ClientSettings(string? Certificate, string? Key, string? Password, string? TrustedCertificates, DateTime ChangedAt)
{
    public static ClientSettings From(Func<string, string?> setting)
    {
        var (certificate, key, trusted) = (setting("ClientCertificate:Path"), setting("ClientCertificate:KeyPath"), setting("TrustedCertificates"));
        var changed = new[] { certificate, key, trusted }.Where(file => file is not null).Select(file => File.GetLastWriteTimeUtc(file!)).DefaultIfEmpty().Max();
        return new ClientSettings(certificate, key, setting("ClientCertificate:Password"), trusted, changed);
    }

    // The password stays out of messages and logs.
    public override string ToString() => $"{Certificate ?? "no client certificate"}, {TrustedCertificates ?? "issuers of the machine"}";
}
