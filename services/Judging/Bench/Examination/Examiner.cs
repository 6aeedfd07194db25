using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Bench.Examination;

/// <summary>Examines deployments as jurors, once for each model and rubric.</summary>
internal sealed class Examiner(Deployments deployments, Samples samples, JurorCalls jurors, MarkMeans marks, AdmissionChecks checks, AdmissionStore store, TimeProvider clock)
{
    private const int MostInstances = 8;
    private const int LeastInstances = 4;

    // As a run's jurors are asked.
    private static readonly DecodingParameters Parameters = new() { Temperature = 0, MaxOutputTokens = 4096 };

    public async Task<Admission> ExamineAsync(AdmitJurorRequest request, CancellationToken cancel)
    {
        var (deployment, sample) = await CheckAsync(request, cancel);
        var known = await store.FindWithRenewalsAsync(deployment.Id, deployment.Model, sample.Rubric.Sha256, cancel);
        if (known is { } earlier && !request.Renew) return earlier.Admission;
        var renewals = known is { } before ? before.Renewals + 1 : 0;
        var questions = ExamPaper.Of(sample.Rubric, sample.Instances);
        if (questions.Select(question => question.Instance).Distinct(StringComparer.Ordinal).Count() < LeastInstances)
        {
            throw Errors.NotReady("SAMPLE_TOO_SMALL", string.Create(
                CultureInfo.InvariantCulture, $"The sample of '{request.Benchmark}' has fewer than {LeastInstances} instances with different gold answers, too few to examine anybody; choose another benchmark."));
        }
        var admission = new Admission
        {
            Deployment = deployment.Id,
            Model = deployment.Model,
            Benchmark = request.Benchmark,
            RubricSha256 = sample.Rubric.Sha256,
            Time = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
        };
        var answers = await AskAsync(request, deployment, sample, questions, renewals, cancel);
        var means = await marks.OfAsync(sample.Rubric, [.. answers.Select(answer => new[] { answer.Verdict })], cancel);
        admission.Checks.Add(await checks.OfAsync(new ExamMarks(questions.Zip(means, (question, mean) => (question.Instance, question.Kind, mean))), sample.Rubric, cancel));
        admission.Admitted = admission.Checks.All(check => check.Passed);
        admission.CostNanoUsd = answers.Sum(answer => answer.CostNanoUsd);
        await store.SaveAsync(admission, renewals, cancel);
        return admission;
    }

    private async Task<(Deployment, GetSampleResponse)> CheckAsync(AdmitJurorRequest request, CancellationToken cancel)
    {
        var violations = new Violations();
        violations.Require(request.Project.Length == 0 || ProjectName.IsValid(request.Project), "project", ProjectName.Rule);
        var deployment = (await deployments.ByIdAsync(cancel)).GetValueOrDefault(request.Deployment);
        violations.Require(deployment is not null, "deployment", $"there is no deployment '{request.Deployment}'; 'medhelm models' lists them.");
        GetSampleResponse? sample = null;
        try
        {
            sample = await samples.FindAsync(request.Benchmark, protocol: "", MostInstances, cancel);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            violations.Add("benchmark", e.Status.Detail);
        }
        violations.Require(sample is null || sample.Rubric.Criteria.Count > 0, "benchmark", "has criteria that come with each instance; examine by one whose rubric has its own.");
        violations.Require(
            sample is null || deployment is null || deployment.ApprovedTiers.Contains(sample.DataTier), "deployment", $"'{request.Deployment}' is not approved for {sample?.DataTier} data, as the sample is.");
        violations.ThrowIfAny();
        return (deployment!, sample!);
    }

    private async Task<IReadOnlyList<JurorAnswer>> AskAsync(
        AdmitJurorRequest request, Deployment deployment, GetSampleResponse sample, IReadOnlyList<ExamQuestion> questions, int renewals, CancellationToken cancel)
    {
        var juror = new Juror { Name = deployment.Id, Deployment = deployment.Id, Model = deployment.Model, StructuredOutput = deployment.StructuredOutput };
        var answers = await jurors.AskAsync(
            [
                .. questions.Select(question => new JurorQuestion(question.Prompt, question.Rubric, 2 * renewals + question.Repeat)
                {
                    Juror = juror,
                    Parameters = Parameters,
                    DataTier = sample.DataTier,
                    Project = ProjectName.OrDefault(request.Project),
                }),
            ], cancel);
        if (answers.FirstOrDefault(answer => answer.Shortfall is not null)?.Shortfall is { } shortfall)
        {
            throw Errors.NotReady("BUDGET_REACHED", string.Create(
                CultureInfo.InvariantCulture,
                $"The budget '{shortfall.Budget}' has {shortfall.AvailableNanoUsd / 1e9:0.00####} dollars left, the next question needs up to {shortfall.NeededNanoUsd / 1e9:0.00####}. Raise it and ask again; what is answered is not paid twice."));
        }
        // An outage says nothing about the juror, so no report is kept.
        var failed = answers.Where(answer => answer.Verdict.Abstention is { Reason: AbstentionReason.CallFailed }).ToList();
        return failed.Count * 2 <= answers.Count
            ? answers
            : throw Errors.NotReady("JUROR_UNREACHABLE", string.Create(
                CultureInfo.InvariantCulture, $"{failed.Count} of {answers.Count} calls of '{deployment.Id}' failed, the first with: {failed[0].Verdict.Abstention.Message} Mend that and ask again."));
    }
}
