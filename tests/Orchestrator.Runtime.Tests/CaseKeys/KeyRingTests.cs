using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.CaseKeys;

public sealed class KeyRingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-ring-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private readonly CaseId _caseId = CaseId.New(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SealedBytes.KeySize);

    private string Keys => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_key_is_made_by_itself_readable_by_its_owner_alone()
    {
        var ring = Ring();
        Assert.True(ring.IsEmpty);

        var wrapped = ring.Wrap(_caseId, _key);

        var file = Assert.Single(Directory.GetFiles(Keys));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Keys));
        }

        Assert.Equal(_key, Ring().Unwrap(_caseId, wrapped));
        Assert.Equal(-1, wrapped.AsSpan().IndexOf(_key));
    }

    [Fact]
    public void A_node_finds_the_key_that_another_made_later()
    {
        var (one, other) = (Ring(), Ring());
        one.Wrap(_caseId, _key);
        var before = other.Wrap(_caseId, _key);
        one.Add();
        var after = one.Wrap(_caseId, _key);

        Assert.NotEqual(before[..8], after[..8]);
        Assert.Equal(_key, other.Unwrap(_caseId, after));
        Assert.Equal(_key, other.Unwrap(_caseId, before));
    }

    [Fact]
    public void What_was_wrapped_for_a_case_is_not_unwrapped_for_another()
    {
        var wrapped = Ring().Wrap(_caseId, _key);
        Assert.Throws<InvalidOperationException>(() => Ring().Unwrap(CaseId.New(DateTimeOffset.UnixEpoch.AddYears(57)), wrapped));
        wrapped[^1] ^= 1;
        var changed = Assert.Throws<InvalidOperationException>(() => Ring().Unwrap(_caseId, wrapped));
        Assert.Contains("was changed", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_is_named_with_what_to_do()
    {
        var wrapped = Ring().Wrap(_caseId, _key);
        File.Delete(Assert.Single(Directory.GetFiles(Keys)));
        var missing = Assert.Throws<InvalidOperationException>(() => Ring().Unwrap(_caseId, wrapped));
        Assert.Contains(Convert.ToHexStringLower(wrapped.AsSpan(0, 8)), missing.Message, StringComparison.Ordinal);
        Assert.Contains("put its file back", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_another_key_is_refused()
    {
        Ring().Wrap(_caseId, _key);
        File.WriteAllText(Assert.Single(Directory.GetFiles(Keys)), Convert.ToBase64String(_key));
        Assert.Contains("put the right file back", Assert.Throws<InvalidOperationException>(() => Ring().Wrap(_caseId, _key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destroyed_key_is_gone_and_no_node_wraps_with_it_any_more()
    {
        var (one, standby) = (Ring(), Ring());
        var old = one.Wrap(_caseId, _key);
        standby.Wrap(_caseId, _key);
        one.Add();

        Assert.Equal([Convert.ToHexStringLower(old.AsSpan(0, 8))], one.RetireOthers());

        Assert.Single(Directory.GetFiles(Keys));
        Assert.Throws<InvalidOperationException>(() => one.Unwrap(_caseId, old));
        Assert.Equal(_key, one.Unwrap(_caseId, standby.Wrap(_caseId, _key)));
    }

    private KeyRing Ring() => new(new CaseKeySettings(Keys), _time);
}
