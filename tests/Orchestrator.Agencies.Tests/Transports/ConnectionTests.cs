using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Transports;

public sealed class ConnectionTests : IDisposable
{
    private const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private async Task<AgencyHost> StartAsync(int serverDays, params (string Key, string Value)[] settings)
    {
        var server = _certificates.Issue("registry", serverDays);
        var ministry = await MinistryServer.StartAsync(https =>
        {
            https.ServerCertificate = server;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        });
        ministry.Answer = (_, context) => context.Connection.ClientCertificate is { } ours
            ? MinistryServer.ReplyAsync(context, 200, Registered.Replace("12", ours.Subject, StringComparison.Ordinal)) : MinistryServer.ReplyAsync(context, 401, "");
        return await AgencyHost.StartAsync(ministry, null, settings);
    }

    private static async Task<string?> FirstDetailAsync(AgencyHost host)
    {
        await host.RegisterAsync();
        var attempt = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal("down", attempt.Class);
        return attempt.Detail;
    }

    [Fact]
    public async Task Our_certificate_is_shown_to_an_agency_whose_issuer_is_trusted()
    {
        var ours = _certificates.Write(_certificates.Issue("orchestrator"), "ours.pem");
        await using var host = await StartAsync(
            30, ("Agencies:test-registry:TrustedCertificates", _certificates.IssuerFile), ("Agencies:test-registry:ClientCertificate:Path", ours));

        await host.RegisterAsync();

        Assert.Equal("CN=orchestrator", (await host.Runtime.NextAsync<CompleteEffect>()).Outputs!.Value.GetProperty("EntryNumber").GetString());
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart()
    {
        var expired = _certificates.Issue("orchestrator", -3);
        var file = _certificates.Write(expired, "ours.pem");
        await using var host = await StartAsync(
            30, ("Agencies:test-registry:TrustedCertificates", _certificates.IssuerFile), ("Agencies:test-registry:ClientCertificate:Path", file));
        // The clock of the test is far behind that of the machine, on which certificates are issued.
        host.Time.SetUtcNow(DateTimeOffset.UtcNow);
        var day = expired.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal($"no answer (our certificate expired on {day})", await FirstDetailAsync(host));
        Assert.Empty(host.Ministry.Requests);

        _certificates.Write(_certificates.Issue("orchestrator renewed"), "ours.pem");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("CN=orchestrator renewed", (await host.Runtime.NextAsync<CompleteEffect>()).Outputs!.Value.GetProperty("EntryNumber").GetString());
    }

    [Fact]
    public async Task An_expired_certificate_of_the_agency_is_told_apart_from_a_strange_issuer()
    {
        await using (var host = await StartAsync(-3, ("Agencies:test-registry:TrustedCertificates", _certificates.IssuerFile)))
            Assert.StartsWith("no answer (the certificate expired on ", await FirstDetailAsync(host), StringComparison.Ordinal);

        await using (var host = await StartAsync(30))
        {
            Assert.Equal("no answer (the certificate's issuer is not trusted)", await FirstDetailAsync(host));
            Assert.Empty(host.Ministry.Requests);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_said_to_be_ours()
    {
        await using var host = await StartAsync(30, ("Agencies:test-registry:ClientCertificate:Path", _certificates.IssuerFile));

        Assert.Equal("no answer (our certificate issuer.pem cannot be read)", await FirstDetailAsync(host));
    }

    [Fact]
    public async Task A_name_that_nobody_has_and_a_closed_port_are_told_apart()
    {
        await using (var host = await AgencyHost.StartAsync(null, ("Agencies:test-registry:BaseUrl", "http://no-such-agency.invalid/")))
            Assert.Equal("no answer (name not found)", await FirstDetailAsync(host));

        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using (var host = await AgencyHost.StartAsync(null, ("Agencies:test-registry:BaseUrl", $"http://{closed.LocalEndPoint}/")))
            Assert.Equal("no answer (connection refused)", await FirstDetailAsync(host));
    }

    [Fact]
    public async Task A_host_that_the_document_alone_names_is_not_called_until_configuration_allows_it()
    {
        static string Elsewhere(string document) => document.Replace("http://127.0.0.1:9/registry", "https://elsewhere.invalid/", StringComparison.Ordinal);

        await using (var host = await AgencyHost.StartAsync(Elsewhere, ("Agencies:test-registry:BaseUrl", "")))
        {
            await host.RegisterAsync();
            Assert.Equal("address-not-allowed", (await host.Runtime.NextAsync<FailEffect>()).Fault.Code);
        }

        await using (var host = await AgencyHost.StartAsync(Elsewhere, ("Agencies:test-registry:BaseUrl", ""), ("Agencies:AllowedHosts", "*.invalid")))
            Assert.Equal("no answer (name not found)", await FirstDetailAsync(host));
    }
}
