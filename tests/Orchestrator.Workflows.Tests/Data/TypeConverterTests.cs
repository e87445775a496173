using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Data;

public sealed class TypeConverterTests
{
    [Theory]
    [InlineData("String", "5", "\"5\"")]
    [InlineData("String", "1.50", "\"1.50\"")]
    [InlineData("String", "true", "\"True\"")]
    [InlineData("String", "{\"a\":1}", "\"{\\u0022a\\u0022:1}\"")]
    [InlineData("String", "\"\"", "\"\"")]
    [InlineData("Boolean", "\"True\"", "true")]
    [InlineData("Boolean", "\"true\"", "true")]
    [InlineData("Boolean", "\" FALSE \"", "false")]
    [InlineData("Boolean", "1", "true")]
    [InlineData("Boolean", "0", "false")]
    [InlineData("Boolean", "\"\"", "null")]
    [InlineData("Int32", "1.7", "2")]
    [InlineData("Int32", "2.5", "2")]
    [InlineData("Int32", "3.5", "4")]
    [InlineData("Int32", "-2.5", "-2")]
    [InlineData("Int32", "\" 42 \"", "42")]
    [InlineData("Int32", "\"\"", "null")]
    [InlineData("Int32", "true", "1")]
    [InlineData("Int32", "2147483647", "2147483647")]
    [InlineData("Int64", "\"9007199254740993\"", "9007199254740993")]
    [InlineData("Long", "9007199254740993", "9007199254740993")]
    [InlineData("Double", "\"1.5\"", "1.5")]
    [InlineData("Double", "\"1e3\"", "1000")]
    [InlineData("Single", "0.1", "0.1")]
    [InlineData("Decimal", "\"12.340\"", "12.340")]
    [InlineData("Decimal", "0.1", "0.1")]
    [InlineData("Guid", "\"6F9619FF8B86D011B42D00CF4FC964FF\"", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"")]
    [InlineData("DateTime", "\"2024-05-06T07:08:09Z\"", "\"2024-05-06T07:08:09+00:00\"")]
    [InlineData("DateTime", "\"2024-05-06T07:08:09.123+07:00\"", "\"2024-05-06T07:08:09.123+07:00\"")]
    [InlineData("DateTime", "\"2024-05-06\"", "\"2024-05-06T00:00:00\"")]
    [InlineData("DateTime", "\"2024-05-06 07:08\"", "\"2024-05-06T07:08:00\"")]
    [InlineData("DateTime", "\"5/6/2024 12:00:00 AM\"", "\"2024-05-06T00:00:00\"")]
    [InlineData("DateTime", "\"12/31/2024 1:02:03 PM\"", "\"2024-12-31T13:02:03\"")]
    [InlineData("DateTime", "\"00:00:00 06/05/2024\"", "\"2024-05-06T00:00:00\"")]
    [InlineData("DateTime", "\"06/05/2024 1:02:03 CH\"", "\"2024-05-06T13:02:03\"")]
    [InlineData("DateTimeOffset", "\"2024-05-06T07:08:09\"", "\"2024-05-06T07:08:09+00:00\"")]
    [InlineData("DateTimeOffset", "\"2024-05-06T07:08:09+07:00\"", "\"2024-05-06T07:08:09+07:00\"")]
    [InlineData("DateOnly", "\"2024-05-06\"", "\"2024-05-06\"")]
    [InlineData("DateOnly", "\"2024-05-06T23:30:00+07:00\"", "\"2024-05-06\"")]
    [InlineData("TimeOnly", "\"7:08\"", "\"07:08:00\"")]
    [InlineData("TimeSpan", "\"01:02:03\"", "\"01:02:03\"")]
    [InlineData("TimeSpan", "\"1.00:00:00\"", "\"1.00:00:00\"")]
    [InlineData("TimeSpan", "\"PT1M\"", "\"00:01:00\"")]
    [InlineData("TimeSpan", "\"P1DT2H3M4.5S\"", "\"1.02:03:04.5000000\"")]
    [InlineData("TimeSpan", "\"P2W\"", "\"14.00:00:00\"")]
    [InlineData("TimeSpan", "\"-PT30S\"", "\"-00:00:30\"")]
    [InlineData("TimeSpan", "{\"Ticks\":600000000}", "\"00:01:00\"")]
    [InlineData("Object", "\"{\\\"a\\\":1}\"", "\"{\\u0022a\\u0022:1}\"")]
    [InlineData("Object", "5", "5")]
    [InlineData("JsonObject", "\"{\\\"k\\\":\\\"v\\\"}\"", "{\"k\":\"v\"}")]
    [InlineData("ObjectDictionary", "{\"k\":[1]}", "{\"k\":[1]}")]
    [InlineData("StringDictionary", "{\"k\":1,\"b\":true}", "{\"k\":\"1\",\"b\":\"True\"}")]
    [InlineData("JsonElement", "\"[1,2]\"", "[1,2]")]
    [InlineData("JsonNode", "\"hello\"", "\"hello\"")]
    [InlineData("JsonArray", "\"[1,2]\"", "[1,2]")]
    [InlineData("Int32[]", "\"[1,2,3]\"", "[1,2,3]")]
    [InlineData("Int32[]", "[\"1\",2.5]", "[1,2]")]
    [InlineData("String[]", "\"solo\"", "[\"solo\"]")]
    [InlineData("List<String>", "[1,null]", "[\"1\",null]")]
    [InlineData("Object[]", "{\"a\":1}", "[{\"a\":1}]")]
    [InlineData("ByteArray", "\"aGk=\"", "\"aGk=\"")]
    [InlineData("ByteArray", "[104,105]", "\"aGk=\"")]
    [InlineData("UnregisteredClrType:Elsa.Workflows.SwitchMode, Elsa.Workflows.Core", "\"MatchAny\"", "\"MatchAny\"")]
    public void A_value_becomes_what_a_designer_expects(string type, string value, string expected)
    {
        var converted = TypeConverter.Convert(JsonElement.Parse(value), type);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), converted), $"{converted.GetRawText()} instead of {expected}");
    }

    [Theory]
    [InlineData("Boolean", "\"yes\"")]
    [InlineData("Boolean", "\"1\"")]
    [InlineData("Boolean", "[]")]
    [InlineData("Int32", "\"1.7\"")]
    [InlineData("Int32", "\"abc\"")]
    [InlineData("Int32", "\"1,000\"")]
    [InlineData("Int32", "3000000000")]
    [InlineData("Int32", "1e300")]
    [InlineData("Byte", "256")]
    [InlineData("Byte", "-1")]
    [InlineData("Double", "\"1,5\"")]
    [InlineData("Double", "\"NaN\"")]
    [InlineData("Double", "1e400")]
    [InlineData("Single", "1e60")]
    [InlineData("Decimal", "1e60")]
    [InlineData("Decimal", "\"1,5\"")]
    [InlineData("Guid", "\"6f96\"")]
    [InlineData("DateTime", "\"31/12/2024\"")]
    [InlineData("DateTime", "\"2024-02-30\"")]
    [InlineData("DateTime", "1714979289")]
    [InlineData("TimeSpan", "90")]
    [InlineData("TimeSpan", "\"P1M\"")]
    [InlineData("TimeSpan", "\"PT\"")]
    [InlineData("TimeSpan", "\"P999999999W\"")]
    [InlineData("JsonObject", "\"{a:\"")]
    [InlineData("JsonObject", "[1]")]
    [InlineData("Int32[]", "\"[1,\"")]
    [InlineData("Int32[]", "[1,\"x\"]")]
    [InlineData("ByteArray", "\"not base64!\"")]
    [InlineData("ByteArray", "[256]")]
    public void A_value_that_does_not_fit_is_refused_with_what_to_do(string type, string value)
    {
        var refusal = Assert.Throws<ExpressionException>(() => TypeConverter.Convert(JsonElement.Parse(value), type));

        Assert.Equal("value-type", refusal.Code);
        Assert.Matches("^Expected an? .+, but got .+; .+\\.$", refusal.Message);
    }

    [Theory]
    [InlineData("Int32")]
    [InlineData("Object")]
    [InlineData("String")]
    [InlineData("Int32[]")]
    [InlineData("JsonObject")]
    public void Null_stays_null_for_every_type(string type)
    {
        Assert.Equal(JsonValueKind.Null, TypeConverter.Convert(JsonElement.Parse("null"), type).ValueKind);
        Assert.Equal(JsonValueKind.Null, TypeConverter.Convert(default, type).ValueKind);
    }

    [Theory]
    [InlineData("Object", "\"{\\\"name\\\":\\\"old\\\"}\"", "{\"name\":\"old\"}")]
    [InlineData("Object", "\"[1]\"", "[1]")]
    [InlineData("Object", "\"{a:\"", "\"{a:\"")]
    [InlineData("Object", "\"plain\"", "\"plain\"")]
    [InlineData("Object", "\"\"", "null")]
    [InlineData("String", "\"\"", "null")]
    [InlineData("Int32", "\"9\"", "9")]
    public void The_default_of_a_variable_is_text_that_is_read_for_its_type(string type, string value, string expected) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), TypeConverter.ConvertDefault(JsonElement.Parse(value), DataType.Parse(type))));

    [Fact]
    public void The_culture_of_the_host_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("vi-VN");

            Assert.Equal("1.5", TypeConverter.Convert(JsonElement.Parse("\"1.5\""), "Double").GetRawText());
            Assert.Equal("\"2024-05-06T00:00:00\"", TypeConverter.Convert(JsonElement.Parse("\"5/6/2024 12:00:00 AM\""), "DateTime").GetRawText());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_conversion_is_stable_when_it_is_repeated()
    {
        foreach (var (type, value) in new[] { ("Int32", "2.5"), ("Decimal", "\"12.340\""), ("DateTime", "\"5/6/2024 12:00:00 AM\""), ("TimeSpan", "\"PT36H\""), ("String[]", "\"solo\""), ("ByteArray", "[1]") })
        {
            var once = TypeConverter.Convert(JsonElement.Parse(value), type);
            Assert.Equal(once.GetRawText(), TypeConverter.Convert(once, type).GetRawText());
        }
    }
}
