using System.Security.Cryptography;
using System.Text;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.Tests.CaseKeys;

public sealed class CaseKeyTests
{
    private static readonly byte[] Plain = "{\"name\":\"Nguyễn Thị Lan\"}"u8.ToArray();

    private readonly CaseId _caseId = CaseId.New(DateTimeOffset.UnixEpoch.AddYears(56));

    private CaseKey New(CaseId? caseId = null) => new(caseId ?? _caseId, RandomNumberGenerator.GetBytes(SealedBytes.KeySize));

    [Fact]
    public void What_is_sealed_is_opened_with_the_same_key_for_the_same_entry_alone()
    {
        var bytes = RandomNumberGenerator.GetBytes(SealedBytes.KeySize);
        var (key, ofAnother) = (new CaseKey(_caseId, bytes), new CaseKey(CaseId.New(DateTimeOffset.UnixEpoch.AddYears(57)), bytes));
        using var cipher = key.Cipher();
        var stored = key.SealEntry(cipher, 3, Plain);

        Assert.Equal(Plain, key.OpenEntry(cipher, 3, stored));
        Assert.Null(key.OpenEntry(cipher, 4, stored));
        Assert.Null(ofAnother.OpenEntry(cipher, 3, stored));
        using var other = New().Cipher();
        Assert.Null(key.OpenEntry(other, 3, stored));
    }

    [Fact]
    public void Whatever_bit_of_a_sealed_value_is_changed_it_opens_no_more()
    {
        var key = New();
        using var cipher = key.Cipher();
        var stored = key.SealEntry(cipher, 1, Plain);
        for (var place = 0; place < stored.Length; place++)
        {
            var changed = stored.ToArray();
            changed[place] ^= 0x10;
            Assert.Null(key.OpenEntry(cipher, 1, changed));
        }

        Assert.Null(key.OpenEntry(cipher, 1, stored.AsSpan(0, 20)));
    }

    [Fact]
    public void The_same_value_is_sealed_otherwise_each_time()
    {
        var key = New();
        using var cipher = key.Cipher();
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(key.SealEntry(cipher, 1, Plain))).Distinct().Count());
    }

    [Fact]
    public void Of_a_row_the_columns_that_its_table_names_are_sealed_and_no_other()
    {
        var key = New();
        var table = new TableSpec("notes", [new("case_id", Uuid)], [new("code", Text), new("text", Text) { IsSealed = true }, new("body", Bytes) { IsSealed = true }, new("none", Text) { IsSealed = true }]);
        var sink = new RowSink();
        sink.Upsert(table, _caseId, "c1", "Nguyễn Thị Lan", Plain, null);

        var values = Assert.Single(key.Seal(sink.Changes)).Values!;

        Assert.Equal("c1", values[0]);
        Assert.Null(values[3]);
        var (text, body) = ((string)values[1]!, (byte[])values[2]!);
        Assert.True(CaseKey.IsSealed(text) && SealedBytes.Are(body));
        Assert.DoesNotContain("Lan", text, StringComparison.Ordinal);
        Assert.Equal("Nguyễn Thị Lan", key.OpenText(text, "notes"));
        Assert.Equal(Plain, key.Open(body, "notes"));
        Assert.Null(key.OpenText(text, "other"));
        Assert.Null(key.Open(body, "other"));
    }

    [Fact]
    public void What_was_stored_before_there_were_keys_is_read_as_it_is()
    {
        var key = New();
        Assert.Equal(Plain, key.Open(Plain, "effects"));
        Assert.Equal("as before", key.OpenText("as before", "incidents"));
    }

    [Fact]
    public void Rows_without_sealed_columns_cost_nothing()
    {
        var sink = new RowSink();
        sink.Upsert(new TableSpec("plain", [new("case_id", Uuid)], [new("code", Text)]), _caseId, Encoding.UTF8.GetString(Plain));
        Assert.Same(sink.Changes, New().Seal(sink.Changes));
    }
}
