namespace MedHelm.Judging.Drift;

/// <summary>What decides how a juror marks: the model that is asked for and the rubric it applies.</summary>
internal sealed record JurorVersion(string Model, string RubricSha256)
{
    /// <summary>As links name it.</summary>
    public override string ToString() => $"{Model}@{RubricSha256}";
}
