using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Drift;

/// <summary>What may be asked for, and what is meant where nothing is said.</summary>
internal static partial class AnchorSetRequests
{
    public const string Prefix = "anchorSets/";
    private const int UsualAnchors = 150;
    private const int FewestAnchors = 10;
    private const int MostAnchors = 10_000;
    // Ten years: times far beyond cannot be told any more.
    private const int MostHours = 87_600;
    private const double UsualRate = 0.01;
    // The passes over the anchors share the rate, and a pass needs a share that can be tested.
    private const double LeastRate = 1e-4;

    /// <summary>The request with its defaults filled in.</summary>
    public static CreateAnchorSetRequest Checked(CreateAnchorSetRequest request)
    {
        var violations = new Violations();
        violations.Require(Id().IsMatch(request.AnchorSetId), "anchor_set_id", "must be 4 to 63 of a-z, 0-9 and '-', starting with a letter.");
        violations.Require(request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", $"must be runs/ID, was '{request.Run}'.");
        violations.Require(request.Benchmark.Length > 0, "benchmark", "must be given.");
        violations.Require(request.Anchors is 0 or (>= FewestAnchors and <= MostAnchors), "anchors", string.Create(CultureInfo.InvariantCulture, $"must be {FewestAnchors} to {MostAnchors}, or 0 for {UsualAnchors}."));
        violations.Require(
            request.CheckEveryHours is >= 0 and <= MostHours, "check_every_hours",
            string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostHours}, or 0 for no schedule, was {request.CheckEveryHours}."));
        violations.Require(request.FalseAlarmRate is 0 or (>= LeastRate and < 0.5), "false_alarm_rate", "must be 0.0001 or more and below 0.5, or 0 for 0.01.");
        violations.Require(request.Project.Length == 0 || ProjectName.IsValid(request.Project), "project", ProjectName.Rule);
        violations.ThrowIfAny();
        var full = request.Clone();
        if (full.Anchors == 0) full.Anchors = UsualAnchors;
        if (full.FalseAlarmRate == 0) full.FalseAlarmRate = UsualRate;
        full.Project = ProjectName.OrDefault(full.Project);
        return full;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{3,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
