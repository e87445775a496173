using System.Text.Json;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Operations;

public sealed class OperationBehaviourTests
{
    private const string Complete = """{"OfficeCode":"00001","Kind":"birth","Person":{"name":"An"},"Note":null}""";

    private static readonly Bookmark Waited = new("b1", 4, "register", "register", BookmarkKind.Effect, null, null, null);

    private static OperationBehaviour Behaviour => new(Samples.RegistryDocument, Samples.RegistryDocument.Find("RegisterEntry")!);

    [Fact]
    public void It_asks_for_the_call_and_waits_until_the_deadline()
    {
        var turn = new RecordingTurn(Complete);
        Behaviour.Execute(turn);

        var (kind, dueAt, payload) = Assert.Single(turn.Waits);
        Assert.Equal((BookmarkKind.Effect, turn.Now.AddDays(10)), (kind, dueAt));
        Assert.Equal("agency", payload!.Value.GetProperty("holder").GetProperty("kind").GetString());
        Assert.Equal("test-registry", payload.Value.GetProperty("holder").GetProperty("code").GetString());
        Assert.Equal("Chờ Cơ quan thử: Đăng ký", payload.Value.GetProperty("reason").GetProperty("vi").GetString());

        var request = Assert.Single(turn.Requests);
        Assert.Equal((EffectKinds.AgencyOperation, "b1"), (request.Kind, request.BookmarkId));
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"agency":"test-registry","operation":"RegisterEntry","version":1,"inputs":{"OfficeCode":"00001","Kind":"birth","Person":{"name":"An"}}}"""),
            request.Payload));
    }

    [Fact]
    public void A_missing_required_input_is_a_fault_and_nothing_is_sent()
    {
        var turn = new RecordingTurn("""{"OfficeCode":"00001","Kind":null,"Person":{}}""");
        Behaviour.Execute(turn);

        Assert.Equal("input-missing", Assert.Single(turn.Faults).Code);
        Assert.Contains("Kind", turn.Faults[0].Message, StringComparison.Ordinal);
        Assert.Empty(turn.Waits);
        Assert.Empty(turn.Requests);
    }

    [Fact]
    public void The_answer_gives_the_port_and_the_declared_outputs()
    {
        var turn = new RecordingTurn(Complete);
        Behaviour.Resume(turn, Waited, new Resumption.ByEffect("Refused", JsonElement.Parse("""{"Reason":"unclear","Unasked":1}""")));

        Assert.Equal(["Refused"], turn.Outcomes);
        Assert.Equal(["Reason"], turn.Outputs.Keys);
    }

    [Fact]
    public void The_deadline_takes_its_port_when_drawn_and_is_the_agencys_incident_otherwise()
    {
        var drawn = new RecordingTurn(Complete, "TimedOut");
        Behaviour.Resume(drawn, Waited, new Resumption.ByTimer());
        Assert.Equal(["TimedOut"], drawn.Outcomes);

        var plain = new RecordingTurn(Complete);
        Behaviour.Resume(plain, Waited, new Resumption.ByTimer());
        Assert.Empty(plain.Outcomes);
        Assert.Equal(("agency-timed-out", "test-registry"), (Assert.Single(plain.Faults).Code, plain.Faults[0].Owner));
    }

    [Fact]
    public void A_failure_takes_its_port_when_drawn_and_is_the_agencys_incident_otherwise()
    {
        var failure = new Resumption.ByFailure(new Fault("agency-refused", "Expected …"));
        var drawn = new RecordingTurn(Complete, "Failed");
        Behaviour.Resume(drawn, Waited, failure);
        Assert.Equal(["Failed"], drawn.Outcomes);

        var plain = new RecordingTurn(Complete);
        Behaviour.Resume(plain, Waited, failure);
        Assert.Equal(("agency-refused", "test-registry"), (Assert.Single(plain.Faults).Code, plain.Faults[0].Owner));
    }
}
