namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>Which jurors are tied to which answers by model or vendor.</summary>
internal sealed class JurorTies(JudgedTable table)
{
    internal Tie Of(int juror, int answer)
    {
        var (own, other) = (table.Jurors[juror], table.Answers[answer]);
        if (own.Model.Length > 0 && own.Model == other.Model) return Tie.Model;
        return own.Vendor.Length > 0 && own.Vendor == other.Vendor ? Tie.Vendor : Tie.None;
    }

    /// <summary>How many clusters have an answer with that tie which the juror and another rated.</summary>
    internal int Clusters(int juror, Tie tie) => table.Units.Among(answer =>
        !double.IsNaN(table.Marks[answer][juror]) && table.Marks[answer].Count(mark => !double.IsNaN(mark)) > 1 && Of(juror, answer) == tie);
}
