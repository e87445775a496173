using System.Text.Json;

namespace Orchestrator.Attachments.Tests;

public sealed class AttachmentReferenceTests
{
    private static readonly AttachmentReference Sample = new(Guid.Parse("01997f66-0000-7000-8000-000000000001"), new string('a', 64));

    [Fact]
    public void A_reference_is_read_as_it_was_written()
    {
        Assert.True(AttachmentReference.TryParse(Sample.ToString(), out var read));
        Assert.Equal(Sample, read);
        Assert.Equal("att-01997f660000700080000000000000001-".Length + 63, Sample.ToString().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("att-01997f66000070008000000000000001-aaaa")]
    [InlineData("att-01997F66000070008000000000000001-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("att-01997f66000070008000000000000001-AAAAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("att_01997f66000070008000000000000001-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("att-01997f66000070008000000000000001-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ")]
    public void What_is_spelled_otherwise_is_none(string? text) => Assert.False(AttachmentReference.TryParse(text, out _));

    [Fact]
    public void References_are_found_wherever_they_stand_with_the_pointer_to_them()
    {
        var value = JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["a/b"] = Sample.ToString(),
            ["list"] = new object?[] { 1, null, new { scan = Sample.ToString(), text = $"see {Sample}" } },
        });

        Assert.Equal(["/a~1b", "/list/2/scan"], AttachmentReference.Find(value).Select(found => found.Pointer));
        Assert.All(AttachmentReference.Find(value), found => Assert.Equal(Sample, found.Reference));
    }
}
