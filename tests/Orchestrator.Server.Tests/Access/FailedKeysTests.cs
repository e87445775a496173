using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Server.Access;

namespace Orchestrator.Server.Tests.Access;

public sealed class FailedKeysTests
{
    private static readonly IPAddress Here = IPAddress.Loopback;
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void The_limit_counts_per_address_and_ends_with_the_window()
    {
        var failed = new FailedKeys(time);
        for (var i = 0; i < FailedKeys.Limit; i++)
            Assert.Null(failed.Count(Here));

        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(FailedKeys.Window - TimeSpan.FromSeconds(20), failed.Count(Here));
        Assert.Null(failed.Count(IPAddress.IPv6Loopback));

        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(failed.Count(Here));
    }
}
