using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>Statistics that keep what they were asked about juries, and draw by the seed alone.</summary>
internal sealed class FakeStatistics : RealStatistics
{
    public List<MeasureJuryRequest> Measured { get; } = [];

    public List<ChooseLabelsRequest> Drawn { get; } = [];

    public List<MeasureEscalationRequest> Escalations { get; } = [];

    public override AsyncUnaryCall<MeasureJuryResponse> MeasureJuryAsync(MeasureJuryRequest request, CallOptions options)
    {
        lock (Measured) Measured.Add(request.Clone());
        var labelled = request.Answers.Count(answer => answer.HasJury && answer.Clinicians.Count > 0);
        var measures = new JuryMeasures
        {
            Answers = request.Answers.Count(answer => answer.HasJury),
            Labelled = labelled,
            Ceiling = new HumanCeiling { Answers = request.Answers.Count(answer => answer.Clinicians.Count > 1) },
        };
        if (labelled >= 3) measures.JuryAndClinicians.Add(new IccEstimate { Form = IccForm.TwoWayMixedMean, ByF = new Estimate { Value = 0.5, Units = labelled } });
        return Reply(Task.FromResult(new MeasureJuryResponse { Measures = measures }));
    }

    public override AsyncUnaryCall<ChooseLabelsResponse> ChooseLabelsAsync(ChooseLabelsRequest request, CallOptions options)
    {
        lock (Drawn) Drawn.Add(request.Clone());
        var items = request.Candidates.Select(candidate => candidate.Item).Order(StringComparer.Ordinal).ToList();
        var chosen = items[(int)(request.Seed * 7 % (ulong)items.Count)];
        return Reply(Task.FromResult(new ChooseLabelsResponse { Chosen = { new ChosenLabel { Item = chosen, Inclusion = 1.0 / items.Count } } }));
    }

    public override AsyncUnaryCall<MeasureEscalationResponse> MeasureEscalationAsync(MeasureEscalationRequest request, CallOptions options)
    {
        lock (Escalations) Escalations.Add(request.Clone());
        return Reply(Task.FromResult(new MeasureEscalationResponse { Agreed = request.Answers.Count(answer => answer.Agreed) }));
    }
}
