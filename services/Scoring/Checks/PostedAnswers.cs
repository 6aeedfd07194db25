using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks posted answers before they are scored.</summary>
internal static class PostedAnswers
{
    private const int MostAnswers = 1000;
    private const int LongestAnswer = 1_000_000;
    private const int LongestSource = 8_000_000;

    /// <summary>The metrics asked for, after everything that is wrong with the request was thrown at once.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    internal static IReadOnlyList<IMetric> Check(ScoreAnswersRequest request, MetricCatalog catalog)
    {
        var violations = new Violations();
        var metrics = Metrics(request, catalog, violations);
        violations.Require(
            request.Adaptation is Adaptation.Generation or Adaptation.MultipleChoice, "adaptation", "must be ADAPTATION_GENERATION or ADAPTATION_MULTIPLE_CHOICE");
        CheckAttachments(request, metrics, violations);
        PostedVerdicts.Check(request, metrics, violations);
        violations.Require(
            request.Answers.Count is >= 1 and <= MostAnswers, "answers", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostAnswers} answers, were {request.Answers.Count}; post the others separately"));
        for (var i = 0; i < Math.Min(request.Answers.Count, MostAnswers); i++) CheckAnswer(request.Answers[i], $"answers[{i}]", violations);
        violations.ThrowIfAny();
        return metrics;
    }

    private static List<IMetric> Metrics(ScoreAnswersRequest request, MetricCatalog catalog, Violations violations)
    {
        violations.Require(request.Metrics.Count > 0, "metrics", "must name at least one metric; ListMetrics lists them");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<IMetric>();
        for (var i = 0; i < request.Metrics.Count; i++)
        {
            var name = request.Metrics[i];
            if (!names.Add(name)) violations.Add($"metrics[{i}]", $"must be unique, but '{name}' is there before");
            else if (catalog.Find(name) is not { } metric) violations.Add($"metrics[{i}]", $"must be the name of a metric, as ListMetrics lists them, was '{name}'");
            else found.Add(metric);
        }
        return found;
    }

    private static void CheckAttachments(ScoreAnswersRequest request, List<IMetric> metrics, Violations violations)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Attachments.Count; i++)
        {
            var (attachment, field) = (request.Attachments[i], $"attachments[{i}]");
            violations.Require(attachment.Name.Length > 0 && names.Add(attachment.Name), $"{field}.name", "must be a name of its own");
            violations.Require(
                attachment.Sha256.Length == 64 && attachment.Sha256.All(c => char.IsAsciiHexDigitLower(c)), $"{field}.sha256", "must be 64 lower-case hexadecimal digits");
            violations.Require(attachment.Size > 0, $"{field}.size", string.Create(CultureInfo.InvariantCulture, $"must be the size in bytes, was {attachment.Size}"));
        }
        if (metrics.OfType<IQueryMetric>().FirstOrDefault() is { } needy)
            violations.Require(names.Contains(IQueryMetric.Attachment), "attachments", $"must have one named '{IQueryMetric.Attachment}', on which '{needy.Description.Name}' executes queries");
    }

    private static void CheckAnswer(PostedAnswer answer, string field, Violations violations)
    {
        violations.Require(answer.Text.Length <= LongestAnswer, $"{field}.text", string.Create(CultureInfo.InvariantCulture, $"must have at most {LongestAnswer} characters, had {answer.Text.Length}"));
        violations.Require(answer.Source.Length <= LongestSource, $"{field}.source", string.Create(CultureInfo.InvariantCulture, $"must have at most {LongestSource} characters, had {answer.Source.Length}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < answer.Extra.Count; i++)
            violations.Require(answer.Extra[i].Name.Length > 0 && names.Add(answer.Extra[i].Name), $"{field}.extra[{i}].name", "must be a name of its own");
    }
}
