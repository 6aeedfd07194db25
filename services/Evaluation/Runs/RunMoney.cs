using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Runs;

/// <summary>What a spec says about who pays, how much at most, and how answers are bought.</summary>
internal static class RunMoney
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(7);

    public static string Project(RunSpec spec) => ProjectName.OrDefault(spec.Project);

    /// <summary>When what the batch API has not answered is asked live; null for a run that asks live anyway.</summary>
    public static Timestamp? BatchDeadline(RunSpec spec, DateTimeOffset now) => spec.PriceClass == PriceClass.Batch
        ? Timestamp.FromDateTimeOffset(now + (spec.BatchPatience?.ToTimeSpan() ?? UsualPatience))
        : null;

    public static void Check(RunSpec spec, Violations violations)
    {
        violations.Require(spec.Project.Length == 0 || ProjectName.IsValid(spec.Project), "spec.project", ProjectName.Rule + " Empty means default.");
        violations.Require(spec.BudgetNanoUsd >= 0, "spec.budget_nano_usd", "must not be negative; leave it out for a run without a budget of its own.");
        violations.Require(System.Enum.IsDefined(spec.PriceClass), "spec.price_class", "must be PRICE_CLASS_LIVE or PRICE_CLASS_BATCH; left out it means live.");
        violations.Require(spec.BatchPatience is null || IsPatience(spec.BatchPatience), "spec.batch_patience", "must be from 60s (a minute) to 604800s (7 days); left out it means a day.");
    }

    // Compared as it came: a duration may hold what no time span can.
    private static bool IsPatience(Duration patience) =>
        patience.Seconds >= (long)ShortestPatience.TotalSeconds && patience.Nanos is >= 0 and < 1_000_000_000
        && (patience.Seconds < (long)LongestPatience.TotalSeconds || (patience.Seconds == (long)LongestPatience.TotalSeconds && patience.Nanos == 0));
}
