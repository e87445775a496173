using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Studio;

namespace Orchestrator.Designer.Tests.Studio;

/// <summary>Studio's files as they were packed.</summary>
public sealed class StudioFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("orchestrator-studio-").FullName;

    public StudioFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "_framework"));
        foreach (var (name, text) in new[] { ("dotnet.runtime.a1b2c3d4e5.js", "plain"), ("dotnet.runtime.a1b2c3d4e5.js.br", "brotli"), ("dotnet.js", "start"), ("Elsa.wasm", "wasm") })
            File.WriteAllText(Path.Combine(_root, "_framework", name), text);
    }

    [Theory]
    [InlineData("gzip, br", "brotli", "br")]
    [InlineData("identity", "plain", "")]
    public async Task A_packed_file_is_sent_to_who_can_unpack_it(string accepted, string body, string encoding)
    {
        var (context, text) = await ServeAsync("_framework/dotnet.runtime.a1b2c3d4e5.js", accepted);

        Assert.Equal((body, encoding), (text, context.Response.Headers.ContentEncoding.ToString()));
        Assert.Equal("text/javascript", context.Response.ContentType);
        Assert.Equal("public, max-age=31536000, immutable", context.Response.Headers.CacheControl.ToString());
        Assert.Equal("Accept-Encoding", context.Response.Headers.Vary.ToString());
    }

    [Fact]
    public async Task A_file_without_a_fingerprint_is_asked_for_again_and_not_sent_again()
    {
        var (first, _) = await ServeAsync("_framework/dotnet.js", "identity");
        var (second, text) = await ServeAsync("_framework/dotnet.js", "identity", first.Response.Headers.ETag.ToString());

        Assert.Equal("no-cache", first.Response.Headers.CacheControl.ToString());
        Assert.Equal((StatusCodes.Status304NotModified, ""), (second.Response.StatusCode, text));
    }

    [Fact]
    public async Task Web_assembly_has_its_type() => Assert.Equal("application/wasm", (await ServeAsync("_framework/Elsa.wasm", "identity")).Context.Response.ContentType);

    [Theory]
    [InlineData("_framework/none.js")]
    [InlineData("_framework/../../../etc/passwd")]
    public async Task Nothing_else_is_served(string path) => Assert.Equal(StatusCodes.Status404NotFound, (await ServeAsync(path, "br")).Context.Response.StatusCode);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<(HttpContext Context, string Body)> ServeAsync(string path, string accepted, string? tag = null)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Method = "GET";
        context.Request.Headers.AcceptEncoding = accepted;
        if (tag is not null) context.Request.Headers.IfNoneMatch = tag;
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new StudioFiles(new StudioFolder(_root)).Serve(context, path).ExecuteAsync(context);
        return (context, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
