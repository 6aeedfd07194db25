using System.Collections.Frozen;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics.BillingCodes;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.Scoring.Metrics.Embeddings;
using MedHelm.Scoring.Metrics.MedCalc;
using MedHelm.Scoring.Metrics.Medec;
using MedHelm.Scoring.Metrics.Overlap;

namespace MedHelm.Scoring.Metrics;

/// <summary>The metrics by name.</summary>
internal sealed class MetricCatalog
{
    private readonly FrozenDictionary<string, IMetric> byName;

    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    internal MetricCatalog(IReadOnlyCollection<IMetric> metrics)
    {
        if (metrics.GroupBy(m => m.Description.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two metrics are named '{twice.Key}'; every metric needs a name of its own.", nameof(metrics));
        byName = metrics.ToFrozenDictionary(m => m.Description.Name, StringComparer.Ordinal);
    }

    internal static MetricCatalog Standard { get; } = new(
    [
        new ExactMatch(), new HelmExactMatch(), new QuasiExactMatch(),
        new PrefixExactMatch(), new QuasiPrefixExactMatch(), HelmMatch.Quasi, HelmMatch.Prefix, HelmMatch.QuasiPrefix,
        new JuryScore(), new HelmJuryScore(), new RubricPoints(),
        new MedCalcAccuracy(), new HelmMedCalcAccuracy(),
        new MedecFlagAccuracy(), new HelmMedecFlagAccuracy(), new MedecSentenceAccuracy(), new HelmMedecSentenceAccuracy(),
        .. Enum.GetValues<CodeMeasure>().SelectMany(measure => new IMetric[] { new BillingCodeAgreement(measure), new HelmBillingCodeAgreement(measure) }),
        .. Enum.GetValues<RougeVariant>().SelectMany(variant => new IMetric[] { new RougeMetric(variant, stemmed: true), new RougeMetric(variant, stemmed: false) }),
        new BleuMetric(),
        .. Enum.GetValues<FragmentMeasure>().Select(measure => new SummarizationMetric(measure)),
        new EhrSqlAccuracy(), new HelmEhrSqlAccuracy(), new EhrSqlValidity(), new HelmEhrSqlValidity(),
        new EhrSqlAnswerability(), new HelmEhrSqlAnswerable(MetricNames.HelmEhrSqlPrecision), new HelmEhrSqlAnswerable(MetricNames.HelmEhrSqlRecall),
        .. Enum.GetValues<BertMeasure>().Select(measure => new BertScore(measure)),
    ]);

    /// <summary>Sorted by name.</summary>
    internal IEnumerable<Metric> Descriptions => byName.Values.Select(m => m.Description).OrderBy(d => d.Name, StringComparer.Ordinal);

    /// <summary>Sorted by name, those that need a text encoder with what stands in its way.</summary>
    /// <param name="encoderProblem">Empty when nothing does.</param>
    internal IEnumerable<Metric> Here(string encoderProblem) => Descriptions.Select(description =>
    {
        if (encoderProblem.Length == 0 || byName[description.Name] is not IEncodedMetric) return description;
        var unavailable = description.Clone();
        unavailable.Unavailable = encoderProblem;
        return unavailable;
    });

    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    internal IMetric Get(string name) => Find(name)
        ?? throw new InvalidOperationException($"There is no metric '{name}'; the benchmark's definition must name one of {Names}.");

    /// <summary>Null when there is none of that name.</summary>
    internal IMetric? Find(string name) => byName.GetValueOrDefault(name);

    private string Names => string.Join(", ", byName.Keys.Order(StringComparer.Ordinal));
}
