using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Orchestrator.Runtime.Storage;

/// <summary>Reads long results while they are worked on.</summary>
internal static class ReadAhead
{
    private const int Together = 256, Most = 4;

    /// <summary>The same items in the same order; the next thousand are read on another thread meanwhile, and no more.</summary>
    public static async IAsyncEnumerable<T> AheadAsync<T>(this IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<List<T>>(new BoundedChannelOptions(Most) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => FillAsync(items, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var some in channel.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var item in some) yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Ends the channel with whatever ended the reading, so that the other side meets it.</summary>
    private static async Task FillAsync<T>(IAsyncEnumerable<T> items, ChannelWriter<List<T>> channel, CancellationToken cancellationToken)
    {
        try
        {
            var some = new List<T>(Together);
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                some.Add(item);
                if (some.Count < Together) continue;
                await channel.WriteAsync(some, cancellationToken);
                some = new List<T>(Together);
            }

            await channel.WriteAsync(some, cancellationToken);
            channel.Complete();
        }
        catch (Exception ended)
        {
            channel.Complete(ended);
        }
    }
}
