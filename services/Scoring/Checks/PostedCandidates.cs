using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks the answers among which labels are to be chosen.</summary>
internal static class PostedCandidates
{
    private const int Most = 1_000_000;

    internal static void Check(ChooseLabelsRequest request)
    {
        var violations = new Violations();
        violations.Require(request.Candidates.Count is >= 1 and <= Most, "candidates", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Most}, were {request.Candidates.Count}"));
        violations.Require(request.Labelled.Count <= Most, "labelled", string.Create(CultureInfo.InvariantCulture, $"must be at most {Most}, were {request.Labelled.Count}"));
        violations.Require(request.Wanted >= 1, "wanted", string.Create(CultureInfo.InvariantCulture, $"must be 1 or more, was {request.Wanted}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Candidates.Count; i++)
        {
            var (candidate, field) = (request.Candidates[i], $"candidates[{i}]");
            violations.Require(candidate.Item.Length > 0 && names.Add(candidate.Item), $"{field}.item", $"must be a name of its own, was '{candidate.Item}'");
            violations.Require(PostedNumbers.Usable(candidate.Jury), $"{field}.jury", $"must be a number, was {PostedNumbers.Text(candidate.Jury)}");
            violations.Require(candidate.Spread is >= 0 and <= PostedNumbers.Largest, $"{field}.spread", $"must be 0 or more, was {PostedNumbers.Text(candidate.Spread)}");
        }
        for (var i = 0; i < request.Labelled.Count; i++)
        {
            var (answer, field) = (request.Labelled[i], $"labelled[{i}]");
            violations.Require(PostedNumbers.Usable(answer.Jury), $"{field}.jury", $"must be a number, was {PostedNumbers.Text(answer.Jury)}");
            violations.Require(PostedNumbers.Usable(answer.Label), $"{field}.label", $"must be a number, was {PostedNumbers.Text(answer.Label)}");
            violations.Require(answer.Spread is >= 0 and <= PostedNumbers.Largest, $"{field}.spread", $"must be 0 or more, was {PostedNumbers.Text(answer.Spread)}");
            PostedNumbers.RequireInclusion(answer.Inclusion, mayBeAbsent: true, $"{field}.inclusion", violations);
        }
        violations.ThrowIfAny();
    }
}
