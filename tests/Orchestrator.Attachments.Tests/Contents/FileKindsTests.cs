using System.Text;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Tests.Support;

namespace Orchestrator.Attachments.Tests.Contents;

public sealed class FileKindsTests
{
    [Theory]
    [InlineData("%PDF-1.7", "application/pdf")]
    [InlineData("GIF89a", "image/gif")]
    [InlineData("PK\u0003\u0004....", "application/zip")]
    [InlineData("MZ program", "application/x-executable")]
    [InlineData("#!/bin/sh", "application/x-executable")]
    [InlineData("  \n<!DOCTYPE HTML>", "text/html")]
    [InlineData("<svg onload=alert(1)>", "text/html")]
    [InlineData("<?xml version=\"1.0\"?><svg/>", "text/html")]
    [InlineData("\uFEFF<?xml version=\"1.0\"?><a/>", "application/xml")]
    [InlineData("Giấy chứng sinh", "text/plain")]
    [InlineData("a\0b", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    public void A_file_is_known_by_how_it_begins(string start, string type) => Assert.Equal(type, FileKinds.Sniff(Encoding.UTF8.GetBytes(start)));

    [Theory]
    [InlineData(null, "%PDF-1.7", "application/pdf")]
    [InlineData("application/octet-stream", "%PDF-1.7", "application/pdf")]
    [InlineData("application/pdf; version=1.7", "%PDF-1.7", "application/pdf")]
    [InlineData("image/png", "%PDF-1.7", null)]
    [InlineData("application/pdf", "MZ program", null)]
    [InlineData("text/plain", "<script>", null)]
    [InlineData("text/csv", "a;b", "text/csv")]
    [InlineData("application/json", "{\"a\":1}", "application/json")]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\u0003\u0004", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("application/pdf", "PK\u0003\u0004", null)]
    public void The_declared_type_counts_when_the_content_can_be_that(string? declared, string start, string? type) =>
        Assert.Equal(type, FileKinds.Resolve(declared, Encoding.UTF8.GetBytes(start)));

    [Fact]
    public void Pictures_are_known()
    {
        Assert.Equal("image/png", FileKinds.Sniff(Samples.Png()));
        Assert.Equal("image/jpeg", FileKinds.Resolve("image/jpg", [0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.Equal("image/webp", FileKinds.Sniff("RIFF\0\0\0\0WEBPVP8 "u8));
        Assert.Equal("image/heic", FileKinds.Sniff("\0\0\0\u0018ftypheic"u8));
    }

    [Fact]
    public void A_letter_cut_at_the_end_of_the_look_is_still_text()
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 4095) + "ế");
        Assert.Equal("text/plain", FileKinds.Sniff(text.AsSpan(0, 4096)));
    }
}
