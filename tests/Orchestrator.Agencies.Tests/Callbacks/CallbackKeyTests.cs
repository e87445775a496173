using Microsoft.Extensions.Configuration;
using Orchestrator.Agencies.Callbacks;

namespace Orchestrator.Agencies.Tests.Callbacks;

public sealed class CallbackKeyTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("callback-key-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone_and_kept()
    {
        var first = CallbackKey.Load(Settings()).Bytes.ToArray();

        Assert.Equal(32, first.Length);
        Assert.Equal(first, CallbackKey.Load(Settings()).Bytes.ToArray());
        var file = Assert.Single(System.IO.Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_configured_key_is_used_and_a_short_one_is_refused()
    {
        Assert.Equal(new byte[40], CallbackKey.Load(Settings(Convert.ToBase64String(new byte[40]))).Bytes.ToArray());
        Assert.Empty(System.IO.Directory.GetFiles(_folder));
        Assert.Throws<InvalidOperationException>(() => CallbackKey.Load(Settings("c2hvcnQ=")));
        Assert.Throws<InvalidOperationException>(() => CallbackKey.Load(Settings("no base64!")));
    }

    private IConfiguration Settings(string? key = null) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Data:Path", _folder), KeyValuePair.Create("Agencies:CallbackKey", key)]).Build();
}
