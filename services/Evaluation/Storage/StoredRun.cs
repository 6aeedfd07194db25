using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Storage;

/// <summary>A run without its progress.</summary>
internal sealed record StoredRun(string Id, RunSpec Spec, RunState State, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, string Error, string PlanDigest, StoredPause? Pause = null)
{
    public string Name => RunIds.Name(Id);

    public Run ToProto(Progress progress)
    {
        var run = new Run
        {
            Name = Name,
            Spec = Spec,
            State = State,
            CreateTime = Timestamp.FromDateTimeOffset(CreatedAt),
            Progress = progress,
            Error = Error,
            PlanDigest = PlanDigest,
        };
        if (CompletedAt is { } completed) run.CompleteTime = Timestamp.FromDateTimeOffset(completed);
        if (State == RunState.Paused) run.Pause = Pause?.ToProto();
        return run;
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Time(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
