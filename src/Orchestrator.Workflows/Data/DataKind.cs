namespace Orchestrator.Workflows.Data;

/// <summary>What a <see cref="DataType"/> holds, as far as conversion is concerned.</summary>
public enum DataKind
{
    /// <summary>Anything; values pass unchanged. Also types that are not known.</summary>
    Any,

    /// <summary>Text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number between <see cref="DataType.Minimum"/> and <see cref="DataType.Maximum"/>.</summary>
    Whole,

    /// <summary>A 32-bit floating point number.</summary>
    Single,

    /// <summary>A 64-bit floating point number.</summary>
    Double,

    /// <summary>A decimal number of up to 28 digits.</summary>
    Decimal,

    /// <summary>A UUID.</summary>
    Guid,

    /// <summary>Date and time, with or without an offset.</summary>
    DateTime,

    /// <summary>Date and time with an offset; without one UTC is meant.</summary>
    DateTimeOffset,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A duration.</summary>
    Duration,

    /// <summary>Any JSON value; text that holds a JSON object or array is parsed.</summary>
    Json,

    /// <summary>A JSON object.</summary>
    Map,

    /// <summary>A list whose members have the type <see cref="DataType.Element"/>.</summary>
    List,

    /// <summary>Bytes, in JSON as base64 text.</summary>
    Bytes,
}
