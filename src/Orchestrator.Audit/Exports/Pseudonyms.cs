using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Exports;

/// <summary>
/// Names for persons by which nobody without the key can tell who they are: HMAC-SHA256, cut to 16 bytes. A plain hash would not do, because there are few
/// enough personal numbers to try them all.
/// </summary>
internal sealed class Pseudonyms
{
    private const string FileName = "pseudonyms.key";
    private readonly byte[] _key;

    private Pseudonyms(byte[] key) => _key = key;

    /// <summary>Names that a key gives, for tests.</summary>
    public static Pseudonyms Of(byte[] key) => new(key);

    /// <summary>Reads the key, or makes it: a file that only its owner can read. Who removes it makes new names from then on.</summary>
    public static Pseudonyms Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(32));
        }

        return new Pseudonyms(File.ReadAllBytes(path));
    }

    /// <summary>The name of whoever has a personal number.</summary>
    public string Of(string personalId) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(personalId)).AsSpan(0, 16));
}
