using System.Text.Json;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class SynchronousCallTests
{
    private const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    [Fact]
    public async Task A_final_answer_completes_the_effect_with_port_outputs_and_proof()
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);

        await host.RegisterAsync();
        var complete = await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal("Registered", complete.Outcome);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"Outcome":"registered","EntryNumber":"12"}"""), complete.Outputs!.Value));
        Assert.Equal((1, "done", 200), (complete.Attempt!.Number, complete.Attempt.Class, complete.Attempt.Status!.Value));
        Assert.Equal(64, complete.Attempt.RequestHash!.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Registered))), complete.Attempt.ResponseHash);
    }

    [Fact]
    public async Task The_request_carries_inputs_key_callback_credential_and_trace()
    {
        await using var host = await AgencyHost.StartAsync(null, ("Agencies:test-registry:ApiKey", "secret"), ("Agencies:test-registry:ApiKeyHeader", "X-Registry-Key"));
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);

        var effect = await host.RegisterAsync(7);
        await host.Runtime.NextAsync<CompleteEffect>();

        var request = Assert.Single(host.Ministry.Requests);
        Assert.Equal(("POST", "/registry/offices/00007/entries?urgent=true"), (request.Method, request.Target));
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"kind":"birth","person":{"name":"A"},"bornOn":"2026-03-01"}"""), JsonElement.Parse(request.Body)), request.Body);
        Assert.Equal("key-7", request.Key);
        Assert.Equal("secret", request.Headers["X-Registry-Key"]);
        Assert.StartsWith("https://orchestrator.example/api/v1/callbacks/", request.Headers["X-Callback-Url"], StringComparison.Ordinal);
        Assert.StartsWith($"00-{effect.CaseId}-", request.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(422, """{"title":"Unknown office","detail":"Nguyễn Văn A"}""", "agency-refused", "Unknown office")]
    [InlineData(200, """{"outcome":"dancing"}""", "agency-refused", "never succeed")]
    [InlineData(200, """{"outcome":"registered","entryNumber":12}""", "schema-mismatch", "/entryNumber (StringExpected)")]
    public async Task An_answer_that_can_never_succeed_fails_with_the_agency_as_owner_and_without_personal_data(int status, string body, string code, string message)
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, status, body);

        await host.RegisterAsync();
        var fail = await host.Runtime.NextAsync<FailEffect>();

        Assert.Equal((code, "test-registry"), (fail.Fault.Code, fail.Fault.Owner));
        Assert.Contains(message, fail.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn", fail.Fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(("invalid", status), (fail.Attempt!.Class, fail.Attempt.Status!.Value));
        Assert.Single(host.Ministry.Requests);
    }

    [Fact]
    public async Task A_repeated_registration_counts_as_done()
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 409, """{"firstNumber":"12"}""");

        await host.RegisterAsync();
        var complete = await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal(("Registered", "already-done"), (complete.Outcome, complete.Attempt!.Class));
        Assert.Equal("12", complete.Outputs!.Value.GetProperty("FirstNumber").GetString());
    }

    [Fact]
    public async Task Too_early_is_asked_again_with_growing_waits_until_done()
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => host.Ministry.Requests.Count < 4
            ? MinistryServer.ReplyAsync(context, 425, "") : MinistryServer.ReplyAsync(context, 200, Registered);

        await host.RegisterAsync();
        var waits = new List<TimeSpan>();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var recorded = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
            Assert.Equal((attempt, "not-yet"), (recorded.Number, recorded.Class));
            waits.Add(recorded.NextAttemptAt!.Value - host.Time.GetUtcNow());
            host.Time.Advance(waits[^1]);
        }

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Equal([.. waits.Order()], waits);
        Assert.InRange(waits[2], TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(10));
        Assert.Single(host.Ministry.Requests.Select(request => request.Key).Distinct());
        Assert.Single(host.Ministry.Requests.Select(request => request.CallbackToken).Distinct());
    }

    [Fact]
    public async Task Too_early_for_ever_is_given_up_with_an_owner()
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 425, "");

        await host.RegisterAsync();
        for (var attempt = 1; attempt < 7; attempt++)
            host.Time.Advance((await host.Runtime.NextAsync<RecordAttempt>()).Attempt.NextAttemptAt!.Value - host.Time.GetUtcNow());

        var fail = await host.Runtime.NextAsync<FailEffect>();
        Assert.Equal(("agency-not-ready", "test-registry"), (fail.Fault.Code, fail.Fault.Owner));
        Assert.Equal(7, host.Ministry.Requests.Count);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_with_the_same_key_so_that_the_work_is_done_once()
    {
        await using var host = await AgencyHost.StartAsync();
        var done = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        host.Ministry.Answer = (request, context) =>
        {
            if (done.TryAdd(request.Key, done.Count + 1))
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return MinistryServer.ReplyAsync(context, 409, """{"firstNumber":"1"}""");
        };

        await host.RegisterAsync();
        var lost = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", null), (lost.Class, lost.Status));
        host.Time.Advance(lost.NextAttemptAt!.Value - host.Time.GetUtcNow());

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Single(done);
    }

    [Theory]
    [InlineData(200, """{"outcome":"registered" """)]
    [InlineData(200, "<html>Maintenance</html>")]
    [InlineData(409, "<html>")]
    public async Task A_garbled_answer_is_asked_for_again_with_the_same_key(int status, string body)
    {
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (_, context) => host.Ministry.Requests.Count == 1
            ? MinistryServer.ReplyAsync(context, status, body) : MinistryServer.ReplyAsync(context, 200, Registered);

        await host.RegisterAsync();
        var garbled = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", status), (garbled.Class, garbled.Status!.Value));
        host.Time.Advance(garbled.NextAttemptAt!.Value - host.Time.GetUtcNow());

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Single(host.Ministry.Requests.Select(request => request.Key).Distinct());
    }

    [Fact]
    public async Task A_silent_agency_is_not_waited_for_longer_than_its_timeout()
    {
        await using var host = await AgencyHost.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Ministry.Answer = async (_, context) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        await host.RegisterAsync();
        await asked.Task;
        host.Time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.True(host.Runtime.HasNoMoreCommands);
        host.Time.Advance(TimeSpan.FromSeconds(0.1));

        var attempt = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", "no answer (timeout)", 4000), (attempt.Class, attempt.Detail, attempt.DurationMs));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_tried_again_later()
    {
        await using var host = await AgencyHost.StartAsync();
        var answered = new SemaphoreSlim(0);
        host.Ministry.Answer = async (_, context) =>
        {
            await MinistryServer.ReplyAsync(context, 200, Registered);
            answered.Release();
        };
        host.Runtime.IsUnavailable = true;

        await host.RegisterAsync();
        await answered.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => host.Runtime.Scheduled.Count == 1 && host.Status.UnderWay == 0, TimeSpan.FromSeconds(20)));
        host.Runtime.IsUnavailable = false;
        host.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Single(host.Ministry.Requests.Select(request => request.Key).Distinct());
    }

    [Fact]
    public async Task An_operation_whose_document_is_gone_fails_with_what_to_do()
    {
        await using var host = await AgencyHost.StartAsync();

        await host.Runtime.RequestAsync("""{"agency":"nobody","operation":"Do","inputs":{}}""", 1);

        Assert.Equal("operation-unknown", (await host.Runtime.NextAsync<FailEffect>()).Fault.Code);
    }

    [Fact]
    public async Task Loopback_is_refused_unless_configuration_allows_it()
    {
        await using var host = await AgencyHost.StartAsync(null, ("Agencies:AllowLoopback", "false"));

        await host.RegisterAsync();

        var fault = (await host.Runtime.NextAsync<FailEffect>()).Fault;
        Assert.Equal("address-not-allowed", fault.Code);
        Assert.Contains("Agencies:test-registry:BaseUrl", fault.Message, StringComparison.Ordinal);
        Assert.Empty(host.Ministry.Requests);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_server_is_a_refusal_and_not_followed(int status)
    {
        await using var elsewhere = await MinistryServer.StartAsync();
        await using var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (request, context) =>
        {
            context.Response.Headers.Location = new Uri(elsewhere.Address, request.Target).ToString();
            return MinistryServer.ReplyAsync(context, status, "");
        };

        await host.RegisterAsync();
        var fail = await host.Runtime.NextAsync<FailEffect>();

        Assert.Equal(("agency-refused", "test-registry", "invalid", status), (fail.Fault.Code, fail.Fault.Owner, fail.Attempt!.Class, fail.Attempt.Status!.Value));
        Assert.Single(host.Ministry.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    /// <summary>No configuration allows link-local addresses, where the metadata services of clouds are.</summary>
    [Theory]
    [InlineData("169.254.169.254", true, true)]
    [InlineData("169.254.169.254", false, true)]
    [InlineData("169.254.7.7", true, true)]
    [InlineData("169.254.7.7", false, true)]
    [InlineData("10.0.0.1", true, false)]
    [InlineData("10.0.0.1", false, false)]
    public async Task Link_local_and_private_addresses_are_refused_from_the_document_and_from_configuration(string address, bool isOfDocument, bool allowsPrivate)
    {
        await using var host = await AgencyHost.StartAsync(
            text => isOfDocument ? text.Replace("127.0.0.1:9", address, StringComparison.Ordinal) : text,
            ("Agencies:test-registry:BaseUrl", isOfDocument ? "" : $"http://{address}/registry"),
            ("Agencies:AllowedHosts", address), ("Agencies:AllowPrivateNetworks", allowsPrivate.ToString()));

        await host.RegisterAsync();

        var fault = (await host.Runtime.NextAsync<FailEffect>()).Fault;
        Assert.Equal("address-not-allowed", fault.Code);
        Assert.Contains($"but {address} is local, private or reserved", fault.Message, StringComparison.Ordinal);
    }
}
