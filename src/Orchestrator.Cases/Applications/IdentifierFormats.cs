using System.Globalization;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;
using Orchestrator.Attachments;
using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.Identifiers;

namespace Orchestrator.Cases.Applications;

/// <summary>The formats of identifiers that schemas can ask for by name, besides those of JSON Schema.</summary>
internal static class IdentifierFormats
{
    public static IReadOnlyList<IFormatValidator> All { get; } =
    [
        new Format("personal-id", text => PersonalId.TryParse(text, out _)),
        new Format("health-card", text => HealthCard.TryParse(text, out _)),
        new Format("dossier-number", text => DossierNumber.TryParse(text, out _)),
        new Format("tax-code", text => TaxCode.TryParse(text, out _)),
        new Format("land-parcel", LandParcel.IsValid),
        new Format("procedure-code", ProcedureCode.IsValid),
        new Format("commune-code", Place.IsCommune),
        new Format("province-code", Place.IsProvince),
        new Format("attachment", text => AttachmentReference.TryParse(text, out _)),
        // The validator's own takes a date without a time; RFC 3339 wants both and an offset.
        new Format("date-time", IsRfc3339),
    ];

    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static bool IsRfc3339(string text) =>
        text.Length > 19 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParseExact(text.ToUpperInvariant(), Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private sealed class Format(string name, Func<string, bool> isValid) : IFormatValidator
    {
        string IFormatValidator.Format => name;

        public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.Unknown;

        public bool IsValid(string value, JTokenType tokenType) => tokenType != JTokenType.String || isValid(value);
    }
}
