using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Tests.Verification;

public sealed class ExportRecordTests
{
    private readonly ExportRecord _record = new();

    [Fact]
    public void A_line_holds_nothing_of_the_one_before()
    {
        Read("""{"record":"entry","case":"a","seq":3,"kind":"Marked","activity":"A","actor":"officer:an","at":"2026-01-05T01:02:03.000004+00:00","sealed":"AQID","clear":"{}","previous":"BAUG","hash":"Bwg="}""");
        Assert.Equal([1, 2, 3], _record.Payload.ToArray());
        Assert.Equal([4, 5, 6], _record.Previous.ToArray());
        Assert.Equal([7, 8], _record.Hash.ToArray());
        Assert.True(_record.HasClear);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 1, 2, 3, TimeSpan.Zero).AddMicroseconds(4), _record.At);

        Read("""{"record":"end","entries":12}""");
        Assert.Equal(("end", 12, "", 0, "", null, ""), (_record.Record, _record.Entries, _record.Case, _record.Sequence, _record.Kind, _record.Activity, _record.Actor));
        Assert.Equal(default, _record.At);
        Assert.False(_record.HasClear);
        Assert.True(_record.Payload.IsEmpty && _record.Previous.IsEmpty && _record.Hash.IsEmpty && _record.Clear.IsEmpty);
    }

    [Fact]
    public void Texts_that_look_alike_stay_apart()
    {
        // Same length, same first, middle and last letter, so they share the place where texts are kept.
        foreach (var kind in (string[])["TaskSeen", "TaskBeen", "TaskSeen", "Đăng ký", "Đáng ký", "Đăng ký"])
        {
            Read($$"""{"record":"entry","kind":"{{kind}}"}""");
            Assert.Equal(kind, _record.Kind);
        }
    }

    [Fact]
    public void Base64_is_read_however_it_is_written()
    {
        Read("""{"record":"entry","sealed":"+/8=","hash":"\u002B\u002F8="}""");

        Assert.Equal([0xFB, 0xFF], _record.Payload.ToArray());
        Assert.Equal([0xFB, 0xFF], _record.Hash.ToArray());
    }

    [Theory]
    [InlineData("""{"record":"entry","sealed":"AQI!"}""")]
    [InlineData("""{"record":"entry","payload":7}""")]
    [InlineData("""{"record":null}""")]
    [InlineData("""{"record":"entry","at":"yesterday"}""")]
    public void A_member_of_another_form_is_refused(string line) => Assert.ThrowsAny<FormatException>(() => Read(line));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{")]
    public void What_is_no_object_is_refused(string line) => Assert.ThrowsAny<JsonException>(() => Read(line));

    private void Read(string line) => _record.Read(Encoding.UTF8.GetBytes(line));
}
