namespace MedHelm.Inference.Completions;

/// <summary>The question is in a batch, whose answer may take hours; asking it live as well would pay twice.</summary>
internal sealed class QuestionInBatchException() : Exception("The question is in a batch that has not been answered.");
