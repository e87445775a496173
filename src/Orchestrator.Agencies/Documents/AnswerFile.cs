using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>A kind of answer that brings files: one file alone, parts of which some are files, or JSON with files in base64.</summary>
/// <param name="Status">Status as the document writes it: <c>200</c>, <c>2XX</c>, <c>default</c>; of a callback <see cref="CallbackStatus"/>.</param>
/// <param name="MediaType">Media type of the whole answer.</param>
/// <param name="Rule">What a file alone may be.</param>
public sealed record AnswerFile(string Status, string MediaType, AttachmentRule Rule)
{
    /// <summary>Property that stands for a file alone, and name of its output.</summary>
    public const string WholeBody = "body", WholeOutput = "Body";

    /// <summary>Stands for the status of a callback, which has none.</summary>
    public const string CallbackStatus = "callback";

    /// <summary>What files in parts, or in members of JSON, may be, by their names; a part of another name that is a file may be anything.</summary>
    public ImmutableDictionary<string, AttachmentRule> Rules { get; init; } = ImmutableDictionary<string, AttachmentRule>.Empty;

    /// <summary>What values in parts are, by their names: as text they do not say it themselves.</summary>
    public ImmutableDictionary<string, PartValue> Values { get; init; } = ImmutableDictionary<string, PartValue>.Empty;

    /// <summary>What values in parts must meet, all together as one object; null for anything.</summary>
    public ValueSchema? Schema { get; init; }

    /// <summary>True when the answer has parts.</summary>
    public bool HasParts => MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when files stand in JSON.</summary>
    public bool IsJson => BodyReader.IsJson(MediaType);

    /// <summary>True for answers with this status.</summary>
    public bool Answers(int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        return Status == text || Status.Equals(text[..1] + "XX", StringComparison.OrdinalIgnoreCase) || (Status == "default" && status is >= 200 and < 300);
    }

    /// <summary>True for an answer with this status and media type.</summary>
    public bool Answers(int status, string mediaType) => Answers(status) && IsOf(mediaType);

    /// <summary>True for a body of this media type.</summary>
    public bool IsOf(string mediaType) => IsJson ? BodyReader.IsJson(mediaType)
        : new AttachmentRule([MediaType], null).Takes(mediaType) || (HasParts && mediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a value in a part is.</summary>
/// <param name="Kind">Its kind, of a list that of its items.</param>
/// <param name="IsList">True when there may be several parts of its name.</param>
public sealed record PartValue(ValueKind Kind, bool IsList);
