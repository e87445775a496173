using System.Net;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Access;

[Collection(SharedServerCollection.Name)]
public sealed class DevelopmentKeysTests(SharedServer shared)
{
    [Fact]
    public async Task Every_role_has_a_key_that_works_and_only_its_owner_can_read()
    {
        foreach (var (_, name) in RoleNames.All)
        {
            var file = Path.Combine(shared.Server.Data, "development-keys", name);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            using var client = shared.Server.Anonymous();
            client.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim());
            using var answer = await client.GetAsync("/api/v1/procedures", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    public async Task A_key_may_come_in_the_header_Authorization(string scheme)
    {
        using var client = shared.Server.Anonymous();
        client.DefaultRequestHeaders.Add("Authorization", $"{scheme} {await shared.Server.KeyAsync(Role.Auditor)}");
        using var answer = await client.GetAsync("/api/v1/procedures", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
