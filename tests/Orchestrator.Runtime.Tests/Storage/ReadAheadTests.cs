using System.Runtime.CompilerServices;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Tests.Storage;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(5_000)]
    public async Task Every_item_comes_in_its_order(int count)
    {
        var source = new Source(count);

        var read = new List<int>();
        await foreach (var item in source.ReadAsync(Stop).AheadAsync(Stop)) read.Add(item);

        Assert.Equal(Enumerable.Range(0, count), read);
        Assert.True(source.IsClosed);
    }

    [Fact]
    public async Task Who_works_slowly_is_not_outrun_by_more_than_some_thousands()
    {
        var source = new Source(1_000_000);

        await foreach (var item in source.ReadAsync(Stop).AheadAsync(Stop))
        {
            if (item > 2_000) break;
        }

        Assert.True(source.IsClosed);
        Assert.InRange(source.Given, 2_000, 2_000 + (6 * 256));
    }

    [Fact]
    public async Task What_ends_the_reading_reaches_who_reads_behind_what_was_read_before()
    {
        var source = new Source(1_000, failsAt: 700);
        var read = 0;

        var failed = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in source.ReadAsync(Stop).AheadAsync(Stop)) read = item;
        });

        Assert.Equal("at 700", failed.Message);
        Assert.InRange(read, 511, 699);
        Assert.True(source.IsClosed);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed class Source(int count, int failsAt = int.MaxValue)
    {
        public int Given { get; private set; }

        public bool IsClosed { get; private set; }

        public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                for (; Given < count; Given++)
                {
                    if (Given == failsAt) throw new InvalidDataException($"at {Given}");
                    if (Given % 100 == 0) await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return Given;
                }
            }
            finally
            {
                IsClosed = true;
            }
        }
    }
}
