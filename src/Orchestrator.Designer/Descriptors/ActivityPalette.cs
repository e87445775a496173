using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Designer.Descriptors;

/// <summary>
/// Everything that can be drawn, ready to be sent. Studio asks for it again after every save, so it is written and compressed once per state of the catalog.
/// </summary>
internal sealed class ActivityPalette(IActivityCatalog catalog)
{
    /// <summary>Types that stand in a diagram without being in the catalog, because nothing can run them.</summary>
    private static readonly ActivityDescriptor[] Placeholders =
    [
        new()
        {
            TypeName = NotFoundActivity.TypeName,
            Category = "System",
            DisplayName = "Not Found Activity",
            Description = "Stands for an activity whose type is not known here; it keeps everything that was drawn.",
            IsBrowsable = false,
        },
    ];

    private volatile Written? _written;

    /// <summary>The list as it is now.</summary>
    public Written Current()
    {
        var entries = catalog.Entries;
        if (_written is { } written && ReferenceEquals(written.Source, entries)) return written;
        return _written = Write(entries);
    }

    private static Written Write(IReadOnlyCollection<ActivityEntry> entries)
    {
        ActivityDescriptorView[] views =
            [.. entries.Select(entry => entry.Descriptor).Concat(Placeholders).DistinctBy(one => (one.TypeName, one.Version)).Select(ActivityDescriptorView.Of)];
        var json = JsonSerializer.SerializeToUtf8Bytes(new ElsaList<ActivityDescriptorView>(views, views.Length), ElsaJson.Options);
        return new Written(entries, json, Compress(json), $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))}\"");
    }

    private static byte[] Compress(byte[] json)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal)) brotli.Write(json);
        return target.ToArray();
    }

    /// <summary>One state of the list.</summary>
    internal sealed record Written(object Source, byte[] Json, byte[] Brotli, string ETag);
}
