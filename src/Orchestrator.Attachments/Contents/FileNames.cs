using Orchestrator.Attachments.Storage;
using Orchestrator.Runtime.CaseKeys;

namespace Orchestrator.Attachments.Contents;

/// <summary>File names, which often name a person. Each is sealed with the key of its content, and can be read as long as that.</summary>
internal sealed class FileNames(ContentKeys keys)
{
    /// <summary>Gives a row its name.</summary>
    /// <param name="row">An upload whose content is kept.</param>
    /// <param name="name">The name, or null.</param>
    /// <param name="wrapped">Key of the content; null when it is from before there were keys.</param>
    public void Write(AttachmentRow row, string? name, byte[]? wrapped)
    {
        if (name is not null && wrapped is not null)
            row.SealedName = keys.Seal(row.Sha256, wrapped, PlaceOf(row), name);
        else
            row.Name = name;
    }

    /// <summary>The name, or null when there is none or its content is gone.</summary>
    public string? Read(AttachmentRow row, byte[]? wrapped) => (row.SealedName, wrapped) switch
    {
        (null, _) => row.Name,
        ({ } stored, { } key) => keys.Open(row.Sha256, key, PlaceOf(row), stored),
        _ => null,
    };

    private static string PlaceOf(AttachmentRow row) => $"name:{row.Id:N}";
}
