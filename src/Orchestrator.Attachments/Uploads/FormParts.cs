using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Orchestrator.Attachments.Uploads;

/// <summary>Parts of a form, read one after another. A form that breaks off or is no form is the sender's mistake, whichever part of it is read.</summary>
/// <param name="boundary">What separates the parts.</param>
/// <param name="body">The body with the parts.</param>
public sealed class FormParts(string boundary, Stream body)
{
    private const int LongestBoundary = 200;

    private readonly MultipartReader _reader = new(boundary, body);

    /// <summary>The boundary that a <c>Content-Type</c> names, or null when it is no type of parts, or names none that can be used.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } boundary ? boundary : null;

    /// <summary>The next part, or null after the last.</summary>
    /// <exception cref="BrokenFormException">The form is broken.</exception>
    public async Task<MultipartSection?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw new BrokenFormException(broken);
        }
    }

    /// <summary>What is in a part; reading it throws <see cref="BrokenFormException"/> where the form breaks off.</summary>
    public static Stream Content(MultipartSection part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new PartStream(part.Body);
    }

    // The server itself tells what is wrong with the request as a whole (too large, too slow), and that stays what it is.
    private static bool IsBroken(Exception problem) => problem is InvalidDataException or IOException and not BadHttpRequestException;

    private sealed class PartStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception broken) when (IsBroken(broken))
            {
                throw new BrokenFormException(broken);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A form that breaks off, or whose parts are none.</summary>
public sealed class BrokenFormException(Exception broken) : BadHttpRequestException("The form is broken.", broken);
