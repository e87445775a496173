using System.Text.RegularExpressions;
using Orchestrator.Server.Tests.Running;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Server.Tests.Containers;

/// <summary>What can be said of the container files without an engine that builds them.</summary>
public sealed partial class ContainerFileTests
{
    private static readonly string Docker = Path.Combine(TestServer.Repository, "docker");
    private static readonly string[] Dockerfile = File.ReadAllLines(Path.Combine(Docker, "Dockerfile"));
    private static readonly YamlMappingNode Compose = ReadCompose();

    [Theory]
    [InlineData("server")]
    [InlineData("simulators")]
    public void An_image_runs_as_a_user_without_rights_and_states_its_user_before_it_starts(string stage)
    {
        var lines = Stage(stage);
        var user = Array.FindLastIndex(lines, line => line.StartsWith("USER ", StringComparison.Ordinal));
        var entry = Array.FindIndex(lines, line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal));

        Assert.InRange(user, 0, entry);
        Assert.DoesNotMatch(@"^USER\s+(root|0)\b", lines[user]);
    }

    [Fact]
    public void The_server_is_asked_for_its_health_by_itself()
    {
        var check = string.Join(' ', Stage("server").SkipWhile(line => !line.StartsWith("HEALTHCHECK", StringComparison.Ordinal)).Take(2));

        Assert.Contains("\"Orchestrator.Server.dll\", \"health\"", check, StringComparison.Ordinal);
        Assert.DoesNotMatch("curl|wget", check);
    }

    [Fact]
    public void Everything_that_is_copied_in_exists_and_is_not_ignored()
    {
        var let = File.ReadAllLines(Path.Combine(Docker, "Dockerfile.dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet(StringComparer.Ordinal);
        var copied = Dockerfile.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Select(path => path.TrimEnd('/')).ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(TestServer.Repository, path)), path));
        Assert.All(copied, path => Assert.Contains(path, let));
    }

    [Theory]
    [InlineData("server")]
    [InlineData("simulators")]
    public void Our_services_keep_to_a_read_only_root_without_capabilities(string name)
    {
        var service = Service(name);
        var hardened = service.Children.TryGetValue("<<", out var merged) ? (YamlMappingNode)merged : service;

        Assert.Equal("true", hardened["read_only"].ToString());
        Assert.Equal("ALL", hardened["cap_drop"][0].ToString());
        Assert.Equal("no-new-privileges:true", hardened["security_opt"][0].ToString());
        Assert.EndsWith(":/data", service["volumes"][0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_server_is_published_and_only_on_loopback_by_default()
    {
        Assert.Equal("${BIND_ADDRESS:-127.0.0.1}:5080:5080", Service("server")["ports"][0].ToString());
        Assert.DoesNotContain("ports", Service("database").Children.Keys.Select(key => key.ToString()));
        Assert.DoesNotContain("ports", Service("simulators").Children.Keys.Select(key => key.ToString()));
    }

    [Fact]
    public void No_secret_has_a_default()
    {
        foreach (var (key, value) in Services().SelectMany(Environment))
        {
            if (Secret().IsMatch(key.ToString()) || value.ToString().Contains("Password=", StringComparison.Ordinal))
                Assert.Matches(@"\$\{[A-Z_]+:\?", value.ToString());
        }

        Assert.All(
            File.ReadAllLines(Path.Combine(Docker, ".env.example")).Where(line => Secret().IsMatch(line) && !line.StartsWith('#')),
            line => Assert.EndsWith("=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_agency_that_is_described_is_led_to_its_stand_in()
    {
        var environment = ((YamlMappingNode)Service("server")["environment"]).Children;
        foreach (var agency in Directory.GetDirectories(Path.Combine(TestServer.Repository, "workflows", "agencies")).Select(Path.GetFileName))
            Assert.Equal($"http://simulators:5081/{agency}", environment[$"Agencies__{agency}__BaseUrl"].ToString());
    }

    private static string[] Stage(string name) =>
    [
        .. Dockerfile.SkipWhile(line => !line.EndsWith($" AS {name}", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal)),
    ];

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Environment(YamlNode service) =>
        ((YamlMappingNode)service).Children.TryGetValue("environment", out var set) ? ((YamlMappingNode)set).Children : [];

    private static IEnumerable<YamlNode> Services() => ((YamlMappingNode)Compose["services"]).Children.Values;

    private static YamlMappingNode Service(string name) => (YamlMappingNode)Compose["services"][name];

    private static YamlMappingNode ReadCompose()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Docker, "compose.yaml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex("PASSWORD|SECRET|CallbackKey|CALLBACK_KEY")]
    private static partial Regex Secret();
}
