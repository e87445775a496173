using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// The keys that wrap the keys of cases: files outside the database that only their owner can read, named by the time they were made and their id. The newest wraps; every one
/// that is there unwraps.
/// </summary>
internal sealed class KeyRing(CaseKeySettings settings, TimeProvider clock)
{
    private const int IdSize = 8;
    private const string Extension = ".key";

    private readonly Lock _loading = new();
    private volatile Ring? _ring;

    /// <summary>Id of the key that wraps now, 16 hexadecimal digits.</summary>
    public string Current => (_ring ?? Load(mustHave: null)).Newest;

    /// <summary>True when there is no key yet; the first case makes one.</summary>
    public bool IsEmpty => !Files().Any();

    /// <summary>Where the keys are.</summary>
    public string Folder => Path.GetFullPath(settings.Path);

    /// <summary>A case's key as it is stored: the id of the wrapping key, 8 bytes, and the sealed key.</summary>
    public byte[] Wrap(CaseId caseId, ReadOnlySpan<byte> key) => Wrap(caseId.Value.ToByteArray(bigEndian: true), key);

    /// <summary>A key of something that is no case, as it is stored; it can be unwrapped for the same place alone.</summary>
    public byte[] Wrap(byte[] place, ReadOnlySpan<byte> key)
    {
        // Never with a key that was destroyed since: nothing could be opened again.
        if (_ring is { } cached && !File.Exists(cached.NewestFile)) _ring = null;
        var ring = _ring ?? Load(mustHave: null);
        using var cipher = SealedBytes.Cipher(ring.Keys[ring.Newest]);
        return [.. Convert.FromHexString(ring.Newest), .. SealedBytes.Seal(cipher, key, place)];
    }

    /// <exception cref="InvalidOperationException">The wrapping key is missing, or the wrapped one was changed.</exception>
    public byte[] Unwrap(CaseId caseId, ReadOnlySpan<byte> wrapped) => Unwrap(caseId.Value.ToByteArray(bigEndian: true), $"case {caseId}", wrapped);

    /// <param name="place">What it was wrapped for.</param>
    /// <param name="what">How that is called in messages.</param>
    /// <param name="wrapped">The key as it is stored.</param>
    /// <exception cref="InvalidOperationException">The wrapping key is missing, or the wrapped one was changed.</exception>
    public byte[] Unwrap(byte[] place, string what, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= IdSize) throw Changed(what);
        var id = Convert.ToHexStringLower(wrapped[..IdSize]);
        var ring = _ring;
        if (ring is null || !ring.Keys.ContainsKey(id)) ring = Load(id);
        if (!ring.Keys.TryGetValue(id, out var wrapping))
        {
            throw new InvalidOperationException(
                $"Expected the key ring to hold key {id}, which wraps the key of {what}, but it is not in '{Folder}'; put its file back, or correct Privacy:KeyPath.");
        }

        using var cipher = SealedBytes.Cipher(wrapping);
        return SealedBytes.Open(cipher, wrapped[IdSize..], place) ?? throw Changed(what);
    }

    /// <summary>Makes the next key; from then on it wraps.</summary>
    /// <returns>Its id.</returns>
    public string Add()
    {
        lock (_loading)
        {
            Make();
            _ring = Read();
            return _ring.Newest;
        }
    }

    /// <summary>Destroys every key but the one that wraps now.</summary>
    /// <returns>The ids of those destroyed.</returns>
    public IReadOnlyList<string> RetireOthers()
    {
        lock (_loading)
        {
            var newest = Read().Newest;
            var others = Files().Where(file => IdOf(file) != newest).ToList();
            foreach (var file in others)
            {
                // Overwritten first, so that the key is gone also where a removed file could be read.
                File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
                File.Delete(file);
            }

            _ring = Read();
            return others.ConvertAll(IdOf);
        }
    }

    private static InvalidOperationException Changed(string what) => new(
        $"Expected the key of {what} as the key ring wrapped it, but it was changed; restore its row from a backup.");

    // Another node may have made a key since; who misses one looks again.
    private Ring Load(string? mustHave)
    {
        lock (_loading)
        {
            if (_ring is { } known && (mustHave is null || known.Keys.ContainsKey(mustHave))) return known;
            if (mustHave is null && !Files().Any()) Make();
            var read = Read();
            if (read.Keys.Count > 0) _ring = read;
            return read;
        }
    }

    private IEnumerable<string> Files() => Directory.Exists(settings.Path) ? Directory.EnumerateFiles(settings.Path, "*" + Extension).Order(StringComparer.Ordinal) : [];

    private Ring Read()
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var (newest, newestFile) = ("", "");
        foreach (var file in Files())
        {
            byte[] key;
            try
            {
                key = Convert.FromBase64String(File.ReadAllText(file));
            }
            catch (FormatException)
            {
                key = [];
            }

            var id = IdOf(file);
            if (key.Length != SealedBytes.KeySize || IdFor(key) != id)
                throw new InvalidOperationException($"Expected '{Path.GetFullPath(file)}' to hold the key {id} in base64, but it does not; put the right file back.");
            keys[id] = key;
            (newest, newestFile) = (id, file);
        }

        return new Ring(newest, newestFile, keys);
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(settings.Path);
        else Directory.CreateDirectory(settings.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = RandomNumberGenerator.GetBytes(SealedBytes.KeySize);
        // To the millisecond, and never before one that is there, so that the name says which is the newest.
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        if (Files().LastOrDefault() is { } last && string.CompareOrdinal(time, Path.GetFileName(last).Split('-')[0]) <= 0)
            time = (decimal.Parse(Path.GetFileName(last).Split('-')[0], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(settings.Path, $"{time}-{IdFor(key)}{Extension}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Complete before it has its name: another node reads what has one.
        using (var stream = new FileStream(path + ".new", options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
    }

    private static string IdFor(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdSize));

    private static string IdOf(string file) => Path.GetFileNameWithoutExtension(file).Split('-')[^1];

    private sealed record Ring(string Newest, string NewestFile, IReadOnlyDictionary<string, byte[]> Keys);
}
