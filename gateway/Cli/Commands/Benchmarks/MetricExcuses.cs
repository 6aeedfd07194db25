using System.Collections.Frozen;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Metrics under which right answers need not be best, because of what is known to be wrong in them. All others must pass in full, HELM's too.</summary>
internal static class MetricExcuses
{
    private const string BillingCodes = "HELM's metric misses procedure codes and some diagnosis codes, in references too";

    private const string Answerable = "HELM's metric is 0 for every question that the tables cannot answer";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["helm_medcalc_bench_accuracy"] = "HELM's metric gives every lab and dosage value 0",
        ["helm_medec_error_sentence_accuracy"] = "HELM's metric never finds the number of the wrong sentence",
        ["helm_ehr_sql_execution_accuracy"] = "HELM's metric asks for records of today, and of a gold query without rows it takes values that no answer can equal",
        ["helm_ehr_sql_query_validity"] = "HELM's metric executes whatever stands there, the word null of a question that the tables cannot answer too",
        ["helm_ehr_sql_precision_answerable"] = Answerable,
        ["helm_ehr_sql_recall_answerable"] = Answerable,
        ["helm_mimiciv_billing_code_f1"] = BillingCodes,
        ["helm_mimiciv_billing_code_precision"] = BillingCodes,
        ["helm_mimiciv_billing_code_recall"] = BillingCodes,
        ["ehr_sql_query_validity"] = "a question that the tables cannot answer has no valid query, and some gold queries do not run",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why right answers need not have the best value; null where they must.</summary>
    public static string? Of(string metric) => Known.GetValueOrDefault(metric);
}
