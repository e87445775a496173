using System.Security.Cryptography;
using System.Text;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Journal;

public sealed class EntryHashTests
{
    private static readonly CaseId Case = new(Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10"));
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.FromHours(7)).AddMicroseconds(5);

    [Fact]
    public void The_hash_covers_the_documented_bytes()
    {
        // Written out by hand, so that a change of the layout cannot pass by changing both sides at once.
        byte[] covered =
        [
            .. new byte[32], 1,
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
            0, 0, 0, 0, 0, 0, 0, 7,
            0, 0, 0, 7, .. "NameSet"u8,
            255, 255, 255, 255,
            0, 0, 0, 10, .. Encoding.UTF8.GetBytes("officer:an"),
            0x00, 0x06, 0x60, 0xEC, 0xFB, 0x01, 0xA0, 0x05,
            0, 0, 0, 2, .. "{}"u8,
        ];

        var hash = EntryHash.Compute(Case, 7, "NameSet", null, "officer:an", At, "{}"u8, EntryHash.Origin.Span);

        Assert.Equal(Convert.ToHexString(SHA256.HashData(covered)), Convert.ToHexString(hash));
    }

    [Fact]
    public void Every_member_changes_the_hash()
    {
        byte[][] hashes =
        [
            Hash(), Hash(sequence: 2), Hash(kind: "Kinds"), Hash(activity: "a"), Hash(activity: ""), Hash(actor: "system:y"),
            Hash(at: At.AddMicroseconds(1)), Hash(payload: "{ }"), Hash(previous: 1),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    private static byte[] Hash(
        long sequence = 1, string kind = "Kind", string? activity = null, string actor = "system:x", DateTimeOffset? at = null, string payload = "{}", byte previous = 0) =>
        EntryHash.Compute(Case, sequence, kind, activity, actor, at ?? At, Encoding.UTF8.GetBytes(payload), Enumerable.Repeat(previous, 32).ToArray());
}
