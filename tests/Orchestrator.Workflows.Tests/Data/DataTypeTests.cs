using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Tests.Data;

public sealed class DataTypeTests
{
    [Theory]
    [InlineData("String", "String", DataKind.Text)]
    [InlineData("Long", "Int64", DataKind.Whole)]
    [InlineData("Int64", "Int64", DataKind.Whole)]
    [InlineData("System.Int32", "Int32", DataKind.Whole)]
    [InlineData("System.Int32, System.Private.CoreLib, Version=9.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e", "Int32", DataKind.Whole)]
    [InlineData("Int32?", "Int32", DataKind.Whole)]
    [InlineData("System.Nullable`1[[System.Int32, System.Private.CoreLib]], System.Private.CoreLib", "Int32", DataKind.Whole)]
    [InlineData("List<Int32>", "List<Int32>", DataKind.List)]
    [InlineData("System.Collections.Generic.List`1[[System.String, System.Private.CoreLib]], System.Private.CoreLib", "List<String>", DataKind.List)]
    [InlineData("String[]", "String[]", DataKind.List)]
    [InlineData("Int32[][]", "Int32[][]", DataKind.List)]
    [InlineData("Byte[]", "ByteArray", DataKind.Bytes)]
    [InlineData("System.Byte[], System.Private.CoreLib", "ByteArray", DataKind.Bytes)]
    [InlineData("IDictionary<String, Object>", "ObjectDictionary", DataKind.Map)]
    [InlineData("System.Collections.Generic.IDictionary`2[[System.String, mscorlib],[System.Object, mscorlib]]", "ObjectDictionary", DataKind.Map)]
    [InlineData("Dictionary<String, String>", "StringDictionary", DataKind.Map)]
    [InlineData("System.Text.Json.Nodes.JsonObject, System.Text.Json", "JsonObject", DataKind.Map)]
    [InlineData("JSON", "JSON", DataKind.Map)]
    [InlineData("Elsa.Http.HttpHeaders, Elsa.Http", "HttpHeaders", DataKind.Any)]
    [InlineData("UnregisteredClrType:System.Uri, System.Private.Uri", "String", DataKind.Text)]
    [InlineData("Object", "Object", DataKind.Any)]
    [InlineData("", "Object", DataKind.Any)]
    [InlineData(null, "Object", DataKind.Any)]
    public void A_name_is_read_in_all_forms_that_Elsa_has_written(string? name, string canonical, DataKind kind)
    {
        var type = DataType.Parse(name);

        Assert.Equal((canonical, kind, true), (type.Name, type.Kind, type.IsKnown));
    }

    [Theory]
    [InlineData("My.Own.Thing, My.Assembly")]
    [InlineData("UnregisteredClrType:Elsa.Workflows.SwitchMode, Elsa.Workflows.Core")]
    [InlineData("List<")]
    [InlineData("[]")]
    [InlineData("<>")]
    [InlineData("Tuple<String, Int32>")]
    public void An_unknown_name_means_anything_and_says_so(string name)
    {
        var type = DataType.Parse(name);

        Assert.Equal((DataKind.Any, false), (type.Kind, type.IsKnown));
    }

    [Fact]
    public void Nesting_without_end_is_read_without_harm() => Assert.NotNull(DataType.Parse(string.Concat(Enumerable.Repeat("List<", 10_000)) + "String" + new string('>', 10_000)));

    [Fact]
    public void A_type_name_with_isArray_is_an_array() => Assert.Equal("Int32[]", DataType.Parse("Int32", isArray: true).Name);
}
