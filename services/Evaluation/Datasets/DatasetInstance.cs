namespace MedHelm.Evaluation.Datasets;

/// <summary>
/// One data point. For multiple choice the references are the options in letter order, exactly one of them correct;
/// else there is one reference, the gold answer.
/// </summary>
public sealed record DatasetInstance(string Id, string Input, IReadOnlyList<DatasetReference> References);
