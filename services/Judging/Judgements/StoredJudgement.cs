using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Judgements;

/// <summary>A judgement as it is kept.</summary>
internal sealed record StoredJudgement
{
    public required string Id { get; init; }

    /// <summary>As it was asked for.</summary>
    public required JudgementSpec Spec { get; init; }

    /// <summary>The spec with everything that it left open decided, and the juries.</summary>
    public required Judgement Content { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>True once every answer has been put before the jury.</summary>
    public bool Prepared { get; init; }

    public long Answers { get; init; }

    public long Missing { get; init; }

    public long Judged { get; init; }

    public long Cost { get; init; }

    public long Charged { get; init; }

    public string Problem { get; init; } = "";

    public string Name => JudgementIds.Name(Id);

    public string Run => Spec.Run;

    public Judgement ToProto()
    {
        var judgement = new Judgement
        {
            Name = Name,
            Spec = Content.Spec,
            Answers = Answers,
            Judged = Judged,
            CreateTime = Timestamp.FromDateTimeOffset(CreatedAt),
            CompleteTime = CompletedAt is { } completed ? Timestamp.FromDateTimeOffset(completed) : null,
            CostNanoUsd = Cost,
            ChargedNanoUsd = Charged,
            Missing = Missing,
            Problem = Problem,
        };
        judgement.Juries.Add(Content.Juries);
        return judgement;
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Time(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
