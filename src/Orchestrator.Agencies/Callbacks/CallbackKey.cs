using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>The secret that signs callback URLs. All nodes of an installation must share it.</summary>
internal sealed class CallbackKey(byte[] bytes)
{
    private const int Length = 32;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary><c>Agencies:CallbackKey</c> (base64), else the file <c>callback.key</c> in <c>Data:Path</c>, made on first use for the owner alone.</summary>
    /// <exception cref="InvalidOperationException">The configured key or the file is no key.</exception>
    public static CallbackKey Load(IConfiguration configuration)
    {
        if (configuration["Agencies:CallbackKey"] is { Length: > 0 } configured)
            return new CallbackKey(Parse(configured, "Agencies:CallbackKey"));
        var folder = configuration["Data:Path"] is { Length: > 0 } path ? path : "data";
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "callback.key");
        if (!File.Exists(file))
            Create(file);
        return new CallbackKey(Parse(File.ReadAllText(file).Trim(), file));
    }

    // Written aside and moved, so that a crash never leaves half a key; whoever comes second uses the first one's.
    private static void Create(string file)
    {
        var aside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(aside, options))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }

    private static byte[] Parse(string text, string source)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= Length
            ? bytes[..length]
            : throw new InvalidOperationException($"Expected at least {Length} bytes in base64 in {source}, but found something else; make a new key, knowing that callback URLs given out with the old one stop working.");
    }
}
