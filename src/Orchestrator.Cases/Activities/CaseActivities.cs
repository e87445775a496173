using Orchestrator.Cases.LegalClock;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Cases.Activities;

/// <summary>The activities of the group "Case" / "Hồ sơ".</summary>
internal sealed class CaseActivities(DeadlineClock clock) : IActivitySource
{
    public IEnumerable<ActivityEntry> Load()
    {
        var keeping = new ClockKeeping(clock);
        return
        [
            SetStatus.Entry(keeping), RequestSupplement.Entry(keeping), AwaitConsent.Entry(keeping), WaitForSignal.Entry(keeping), RecordResult.Entry, ExtendPromise.Entry(keeping),
        ];
    }
}
