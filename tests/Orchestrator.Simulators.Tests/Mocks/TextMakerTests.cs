using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Simulators.Tests.Mocks;

public sealed class TextMakerTests
{
    [Theory]
    [InlineData("^[A-Z]{2}$")]
    [InlineData("^0[0-9]{2}[0-3][0-9]{8}$")]
    [InlineData("^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")]
    [InlineData("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    [InlineData(@"^\d{10}(-\d{3})?$")]
    [InlineData(@"^\w+@\w+\.vn$")]
    [InlineData("^(red|green|blue)-x{0,2}$")]
    [InlineData("^[0-9b-hjkmnp-z]{12}$")]
    public void A_text_meets_its_pattern(string pattern)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var text = TextMaker.Make(new JsonObject { ["type"] = "string", ["pattern"] = pattern }, "value", new Dice(seed, "here"));
            Assert.Matches(new Regex(pattern), text);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(50, 60)]
    [InlineData(300, 400)]
    public void A_text_is_as_long_as_it_may_be(int least, int most)
    {
        var text = TextMaker.Make(new JsonObject { ["minLength"] = least, ["maxLength"] = most }, "remark", new Dice(1, "here"));
        Assert.InRange(text.Length, least, most);
    }

    [Fact]
    public void A_person_has_a_name_and_a_number_that_fits_a_person()
    {
        Assert.Matches("^\\p{Lu}.* \\p{Lu}.* \\p{Lu}", TextMaker.Make([], "fullName", new Dice(1, "here")));
        Assert.Matches("^0[0-9]{2}[0-3][0-9]{8}$", TextMaker.Make(new JsonObject { ["format"] = "personal-id" }, "x", new Dice(1, "here")));
    }
}
