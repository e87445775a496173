using System.Text.Json;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Calls;

/// <summary>The table of examples in OpenAPI 3.1, section 4.8.12.4, for the name <c>color</c>.</summary>
public sealed class ParameterTextTests
{
    private const string List = """["blue","black","brown"]""";
    private const string Object = """{"R":100,"G":200,"B":150}""";

    [Theory]
    [InlineData(ParameterStyle.Matrix, false, "\"blue\"", ";color=blue")]
    [InlineData(ParameterStyle.Matrix, false, List, ";color=blue,black,brown")]
    [InlineData(ParameterStyle.Matrix, false, Object, ";color=R,100,G,200,B,150")]
    [InlineData(ParameterStyle.Matrix, true, List, ";color=blue;color=black;color=brown")]
    [InlineData(ParameterStyle.Matrix, true, Object, ";R=100;G=200;B=150")]
    [InlineData(ParameterStyle.Label, false, "\"blue\"", ".blue")]
    [InlineData(ParameterStyle.Label, false, List, ".blue,black,brown")]
    [InlineData(ParameterStyle.Label, true, List, ".blue.black.brown")]
    [InlineData(ParameterStyle.Label, true, Object, ".R=100.G=200.B=150")]
    [InlineData(ParameterStyle.Simple, false, "\"a b\"", "a%20b")]
    [InlineData(ParameterStyle.Simple, false, List, "blue,black,brown")]
    [InlineData(ParameterStyle.Simple, false, Object, "R,100,G,200,B,150")]
    [InlineData(ParameterStyle.Simple, true, Object, "R=100,G=200,B=150")]
    [InlineData(ParameterStyle.Json, false, "\"a\"", "%22a%22")]
    public void A_path_is_written_in_the_declared_style(ParameterStyle style, bool explode, string value, string expected) =>
        Assert.Equal(expected, ParameterText.Write("color", new ParameterForm(style, explode), JsonElement.Parse(value)).PathText);

    [Theory]
    [InlineData(ParameterStyle.Form, false, List, "color=blue,black,brown")]
    [InlineData(ParameterStyle.Form, true, List, "color=blue&color=black&color=brown")]
    [InlineData(ParameterStyle.Form, false, Object, "color=R,100,G,200,B,150")]
    [InlineData(ParameterStyle.Form, true, Object, "R=100&G=200&B=150")]
    [InlineData(ParameterStyle.SpaceDelimited, false, List, "color=blue%20black%20brown")]
    [InlineData(ParameterStyle.PipeDelimited, false, List, "color=blue%7Cblack%7Cbrown")]
    [InlineData(ParameterStyle.DeepObject, true, Object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")]
    [InlineData(ParameterStyle.Form, true, "true", "color=true")]
    [InlineData(ParameterStyle.Form, true, "[]", "")]
    [InlineData(ParameterStyle.Json, false, """{"a":[1]}""", "color=%7B%22a%22%3A%5B1%5D%7D")]
    public void A_query_is_written_in_the_declared_style(ParameterStyle style, bool explode, string value, string expected) =>
        Assert.Equal(expected, string.Join('&', ParameterText.Write("color", new ParameterForm(style, explode), JsonElement.Parse(value)).Pairs));

    [Fact]
    public void Reserved_characters_stay_where_the_document_allows_them_but_never_end_the_parameter() => Assert.Equal(
        ["path=/a:b%26c%23d"],
        ParameterText.Write("path", new ParameterForm(ParameterStyle.Form, true, AllowReserved: true), JsonElement.Parse("\"/a:b&c#d\"")).Pairs);

    [Theory]
    [InlineData("[[1]]")]
    [InlineData("""{"a":{}}""")]
    public void What_no_style_can_write_has_no_text(string value) =>
        Assert.Null(ParameterText.Write("color", new ParameterForm(ParameterStyle.Form, true), JsonElement.Parse(value)).Text);
}
