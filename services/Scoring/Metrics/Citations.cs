namespace MedHelm.Scoring.Metrics;

/// <summary>Where metrics are defined.</summary>
internal static class Citations
{
    internal const string Helm = "Liang P et al. Holistic Evaluation of Language Models. TMLR 2023; HELM's code, evaluate_reference_metrics.py";

    internal const string MedHelm = "Bedi S et al. MedHELM: Holistic Evaluation of Large Language Models for Medical Tasks. arXiv 2505.23802, 2025; Nature Medicine 2026, doi 10.1038/s41591-025-04151-2; HELM's code, ";

    internal const string Jury = MedHelm + "llm_jury_metrics.py";

    internal const string MedCalcBench = "Khandekar N et al. MedCalc-Bench: Evaluating Large Language Models for Medical Calculations. NeurIPS 2024 Datasets and Benchmarks";

    internal const string Medec = "Ben Abacha A et al. MEDEC: A Benchmark for Medical Error Detection and Correction in Clinical Notes. Findings of ACL 2025";

    internal const string EhrSql = "Lee G et al. EHRSQL: A Practical Text-to-SQL Benchmark for Electronic Health Records. NeurIPS 2022 Datasets and Benchmarks";

    internal const string BillingCodes = MedHelm + "mimiciv_billing_code_metrics.py";
}
