using System.Text;

namespace Orchestrator.Attachments.Tests.Support;

/// <summary>Made-up files.</summary>
internal static class Samples
{
    public static byte[] Pdf(string text = "a scan") => Encoding.UTF8.GetBytes($"%PDF-1.7\n% {text}\n%%EOF\n");

    public static byte[] Png(int size = 64) => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[size]];

    /// <summary>A large PDF that is made while it is read: it never exists whole.</summary>
    public static Stream LargePdf(long size) => new GeneratedStream(size);

    private sealed class GeneratedStream(long size) : Stream
    {
        private static readonly byte[] Start = "%PDF-1.7\n"u8.ToArray();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var wanted = (int)Math.Min(count, size - Position);
            buffer.AsSpan(offset, wanted).Fill((byte)(Position >> 16));
            if (Position == 0)
                Start.CopyTo(buffer, offset);
            Position += wanted;
            return wanted;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
