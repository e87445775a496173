using NJsonSchema.Validation;

namespace Orchestrator.Cases.Applications;

/// <summary>Our stable codes for the validator's kinds of error.</summary>
internal static class ErrorCodes
{
    public static string Of(ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.ObjectExpected => "object-expected",
        ValidationErrorKind.ArrayExpected => "array-expected",
        ValidationErrorKind.StringExpected => "string-expected",
        ValidationErrorKind.NumberExpected => "number-expected",
        ValidationErrorKind.IntegerExpected or ValidationErrorKind.IntegerTooBig => "integer-expected",
        ValidationErrorKind.BooleanExpected => "boolean-expected",
        ValidationErrorKind.NullExpected => "null-expected",
        ValidationErrorKind.NoTypeValidates => "type",
        ValidationErrorKind.PropertyRequired => "required",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "unknown-member",
        ValidationErrorKind.PatternMismatch => "pattern",
        ValidationErrorKind.StringTooShort => "too-short",
        ValidationErrorKind.StringTooLong => "too-long",
        ValidationErrorKind.NumberTooSmall => "too-small",
        ValidationErrorKind.NumberTooBig => "too-big",
        ValidationErrorKind.NumberNotMultipleOf or ValidationErrorKind.IntegerNotMultipleOf => "multiple-of",
        ValidationErrorKind.TooFewItems or ValidationErrorKind.TooFewProperties => "too-few",
        ValidationErrorKind.TooManyItems or ValidationErrorKind.TooManyItemsInTuple or ValidationErrorKind.TooManyProperties => "too-many",
        ValidationErrorKind.ItemsNotUnique => "not-unique",
        ValidationErrorKind.NotInEnumeration => "enum",
        ValidationErrorKind.NotAnyOf => "any-of",
        ValidationErrorKind.NotOneOf => "one-of",
        ValidationErrorKind.ExcludedSchemaValidates => "not",
        // Formats of our own report Unknown; every other kind left is a format of the validator.
        _ => "format",
    };
}
