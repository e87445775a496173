using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>An activity that calls something outside and waits for the answer.</summary>
internal sealed class CallActivity : ActivityBehaviour, IActivitySource
{
    public const string Kind = "test-call";

    public static string Definition => Drawn.Sequence("calls", [Drawn.Activity("call", "Test.Call", new { })]);

    public override void Execute(ActivityTurn turn) =>
        turn.Request(Kind, JsonSerializer.SerializeToElement(new { what = "call" }), turn.Wait(BookmarkKind.Effect));

    public IEnumerable<ActivityEntry> Load() =>
        [new(new ActivityDescriptor { TypeName = "Test.Call", Category = "Test", DisplayName = "Call", Description = "Calls." }, new CallActivity())];

    /// <summary>Registers the activity and a handler for its calls.</summary>
    public static Action<IServiceCollection> HandledBy(CallHandler handler, TimeProvider? clock = null) => services =>
    {
        services.AddSingleton<IActivitySource, CallActivity>();
        services.AddSingleton<IEffectHandler>(provider => new Attached(handler, provider));
        if (clock is not null) services.AddSingleton(clock);
    };

    private sealed class Attached(CallHandler handler, IServiceProvider provider) : IEffectHandler
    {
        public string Kind => CallActivity.Kind;

        public Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken) =>
            handler.HandleAsync(effect, provider.GetRequiredService<ICaseRuntime>(), cancellationToken);
    }
}

/// <summary>Answers calls as the test says, and remembers each.</summary>
internal sealed class CallHandler(Func<PendingEffect, ICaseRuntime, CancellationToken, Task> answer)
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<PendingEffect> Calls { get; } = new();

    /// <summary>Ends when the call after the ones before is made.</summary>
    public Task NextCallAsync() => Volatile.Read(ref _next).Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public static Task CompleteAsync(PendingEffect effect, ICaseRuntime runtime, CancellationToken cancellationToken) =>
        runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, null, null), Actor.System, cancellationToken);

    public async Task HandleAsync(PendingEffect effect, ICaseRuntime runtime, CancellationToken cancellationToken)
    {
        Calls.Enqueue(effect);
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        await answer(effect, runtime, cancellationToken);
    }
}
