using System.Net;
using System.Net.Sockets;
using Orchestrator.Runtime.Outbound;

namespace Orchestrator.Runtime.Tests.Outbound;

public sealed class GuardedConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task No_way_of_writing_this_machine_leads_to_it(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new HttpClient(GuardedConnections.CreateHandler(new AddressGuard(false, true)));

        var problem = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(new Uri($"http://{host}:{port}/"), TestContext.Current.CancellationToken));

        Assert.IsType<AddressRefusedException>(problem.InnerException);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new HttpClient(GuardedConnections.CreateHandler(new AddressGuard(true, false)));
        var asked = client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken);
        using (var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var stream = server.GetStream();
            await stream.ReadAtLeastAsync(new byte[1], 1, cancellationToken: TestContext.Current.CancellationToken);
            await stream.WriteAsync("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            using var answer = await asked;
            Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        }
    }
}
