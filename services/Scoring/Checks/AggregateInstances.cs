using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks what a posted column says of its instances: how many, their clusters, which of them a model has values for, and why not for others.</summary>
internal static class AggregateInstances
{
    /// <summary>How many instances the column has, after a check of what it says of them.</summary>
    internal static int Check(AggregateColumn column, string field, Violations violations)
    {
        violations.Require(column.Instances >= 0, $"{field}.instances", Text($"must not be negative, was {column.Instances}"));
        var instances = Of(column);
        violations.Require(column.Clusters.Count == 0 || column.Clusters.Count == instances, $"{field}.clusters", Text($"must be as many as instances ({instances}) or none, were {column.Clusters.Count}"));
        return instances;
    }

    /// <summary>As many as the column says, or as its longest row of values.</summary>
    internal static int Of(AggregateColumn column) => column.Instances != 0 ? column.Instances : column.Models.Select(model => model.Values.Count).DefaultIfEmpty().Max();

    internal static void Check(AggregateValues model, int instances, string field, Violations violations)
    {
        violations.Require(model.Values.Count <= Math.Max(0, instances), $"{field}.values", Text($"must be at most as many as instances ({instances}), were {model.Values.Count}"));
        violations.Require(model.Positions.Count == 0 || model.Positions.Count == model.Values.Count, $"{field}.positions", Text($"must be as many as values ({model.Values.Count}) or none, were {model.Positions.Count}"));
        // The first is enough: one that is out of order makes all that follow wrong.
        var before = -1;
        for (var i = 0; i < model.Positions.Count; i++)
        {
            var position = model.Positions[i];
            if (position > before && position < instances)
            {
                before = position;
                continue;
            }
            violations.Add($"{field}.positions[{i}]", position < instances
                ? Text($"must rise from 0, was {position}{(i == 0 ? "" : Text($" after {before}"))}")
                : Text($"must be below instances ({instances}), was {position}; instances says how many there are"));
            break;
        }
        CheckCoverage(model, field, violations);
    }

    private static void CheckCoverage(AggregateValues model, string field, Violations violations)
    {
        var reasons = new HashSet<string>(StringComparer.Ordinal);
        var unscored = (Int128)0;
        for (var i = 0; i < model.Unscored.Count; i++)
        {
            var tally = model.Unscored[i];
            violations.Require(tally.Reason.Length > 0, $"{field}.unscored[{i}].reason", "must not be empty");
            violations.Require(tally.Reason.Length == 0 || reasons.Add(tally.Reason), $"{field}.unscored[{i}].reason", $"must be unique, but '{tally.Reason}' is there before");
            violations.Require(tally.Count >= 0, $"{field}.unscored[{i}].count", Text($"must not be negative, was {tally.Count}"));
            unscored += Math.Max(0, tally.Count);
        }
        // So that sums over a thousand columns stay whole numbers of 64 bits.
        violations.Require(model.Planned is >= 0 and <= int.MaxValue, $"{field}.planned", Text($"must be 0 to {int.MaxValue}, was {model.Planned}"));
        var planned = model.Planned == 0 ? model.Values.Count : model.Planned;
        violations.Require(planned < 0 || model.Values.Count + unscored <= planned, $"{field}.planned", Text($"must be at least values and unscored together ({model.Values.Count} + {unscored}), was {model.Planned}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
