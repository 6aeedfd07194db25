using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Ratings;

/// <summary>Where the columns of a table of ratings are. Names are compared without regard to case and to space around them.</summary>
internal sealed class RatingColumns
{
    private static readonly string[] UsualCriteria = ["accuracy", "completeness", "clarity", "structure"];
    private static readonly string[] JuryPrefixes = ["llm_", "jury_"];
    private readonly string[] names;
    private readonly HashSet<int> used = [];

    private RatingColumns(IEnumerable<string> header) => names = [.. header.Select(name => name.Trim().TrimStart('\ufeff').Trim())];

    public int Count => names.Length;

    public int Rater { get; private set; }

    public int Benchmark { get; private set; }

    public int Instance { get; private set; }

    public int Candidate { get; private set; }

    /// <summary>The criteria with their columns, in the order of the table; the jury's column is -1 where there is none.</summary>
    public IReadOnlyList<(string Name, int Clinician, int Jury)> Criteria { get; private set; } = [];

    public bool WithJury => Criteria.Count > 0 && Criteria.All(criterion => criterion.Jury >= 0);

    public IReadOnlyList<string> Ignored => [.. names.Where((_, i) => !used.Contains(i))];

    public string Name(int column) => names[column];

    /// <summary>The columns by a header. What is missing or there twice is a violation.</summary>
    public static RatingColumns Find(IEnumerable<string> header, IReadOnlyCollection<string> criteria, Violations violations)
    {
        var columns = new RatingColumns(header);
        foreach (var twice in columns.names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            violations.Add("csv", $"line 1: column '{twice.Key}' is there {twice.Count()} times; keep one of them.");
        columns.Rater = columns.Need(violations, "rater", "username");
        columns.Benchmark = columns.Need(violations, "benchmark", "dataset_name");
        columns.Instance = columns.Need(violations, "instance_id", "instance");
        columns.Candidate = columns.Need(violations, "candidate", "model_key", "model");
        columns.FindCriteria(criteria, violations);
        return columns;
    }

    private void FindCriteria(IReadOnlyCollection<string> wanted, Violations violations)
    {
        var found = new List<(string Name, int Clinician, int Jury)>();
        foreach (var name in wanted.Count > 0 ? wanted : UsualCriteria)
        {
            var clinician = Use(name);
            if (clinician < 0 && wanted.Count > 0) violations.Add("csv", $"line 1: there is no column '{name}', which criteria names.");
            if (clinician >= 0) found.Add((name, clinician, JuryPrefixes.Select(prefix => Use(prefix + name)).FirstOrDefault(column => column >= 0, -1)));
        }
        if (found.Count == 0 && wanted.Count == 0)
            violations.Add("csv", $"line 1: there is no column of a criterion: {string.Join(", ", UsualCriteria)}; name yours in criteria.");
        if (found.Any(criterion => criterion.Jury >= 0) && found.FirstOrDefault(criterion => criterion.Jury < 0) is { Name: not null } without)
            violations.Add("csv", $"line 1: the jury's marks are there for some criteria, but not for '{without.Name}'; add '{JuryPrefixes[0]}{without.Name}' or take the others out.");
        Criteria = [.. found.OrderBy(criterion => criterion.Clinician)];
    }

    private int Need(Violations violations, params string[] aliases)
    {
        var column = aliases.Select(Use).FirstOrDefault(at => at >= 0, -1);
        if (column < 0) violations.Add("csv", $"line 1: there is no column '{string.Join("' or '", aliases)}'.");
        // Of two that would do, the first alias is taken, and the other is one that was not used.
        foreach (var spare in aliases.Select(At).Where(at => at >= 0 && at != column)) used.Remove(spare);
        return column;
    }

    private int Use(string name)
    {
        var at = At(name);
        if (at >= 0) used.Add(at);
        return at;
    }

    private int At(string name) => Array.FindIndex(names, candidate => candidate.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}
