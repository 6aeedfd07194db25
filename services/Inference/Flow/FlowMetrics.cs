using System.Diagnostics;
using System.Diagnostics.Metrics;
using MedHelm.ServiceDefaults.Limits;

namespace MedHelm.Inference.Flow;

/// <summary>Calls to deployments as metrics, by deployment.</summary>
internal static class FlowMetrics
{
    private static readonly Meter Meter = new("MedHelm");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("medhelm.flow.calls", "{call}", "Calls sent, retries included, by what came of them.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("medhelm.flow.retries", "{call}", "Calls sent after one that failed.");
    private static readonly Counter<long> RateLimited = Meter.CreateCounter<long>("medhelm.flow.rate_limited", "{call}", "Answers of \"too many requests\".");
    private static readonly Histogram<double> Waits = Meter.CreateHistogram<double>("medhelm.flow.wait", "s", "Time from asking for a call to sending it.");

    public static void Called(string deployment, LimitOutcome outcome, bool retry)
    {
        Calls.Add(1, new TagList { { "deployment", deployment }, { "outcome", outcome.ToString() } });
        if (retry) Retries.Add(1, new KeyValuePair<string, object?>("deployment", deployment));
        if (outcome == LimitOutcome.Throttled) RateLimited.Add(1, new KeyValuePair<string, object?>("deployment", deployment));
    }

    public static void Waited(string deployment, TimeSpan wait) => Waits.Record(wait.TotalSeconds, new KeyValuePair<string, object?>("deployment", deployment));
}
