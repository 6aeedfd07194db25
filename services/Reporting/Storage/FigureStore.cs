using System.Data.Common;
using Dapper;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Reporting.Storage;

/// <summary>Sums up what <see cref="RecordStore"/> keeps.</summary>
internal sealed class FigureStore([FromKeyedServices(ReportingModule.Service)] Database database)
{
    private const string Money = """
        SELECT benchmark AS Benchmark, candidate AS Candidate, CASE WHEN juror = '' THEN 0 ELSE 1 END AS ByJuror, COUNT(*) AS Outcomes,
            CAST(SUM(CASE WHEN failure IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS Answered,
            CAST(SUM(CASE WHEN failure IS NULL AND paid = 0 THEN 1 ELSE 0 END) AS BIGINT) AS Reused,
            CAST(SUM(paid) AS BIGINT) AS Paid, CAST(SUM(cost) AS BIGINT) AS Cost, CAST(SUM(charged) AS BIGINT) AS Charged
        FROM completions WHERE run = @run GROUP BY 1, 2, 3
        """;

    private const string Values =
        "SELECT benchmark, candidate, value, subset, instance, cluster FROM scores WHERE run = @run AND value IS NOT NULL ORDER BY benchmark, candidate, instance";

    private const string Reasons = """
        SELECT benchmark AS Benchmark, candidate AS Candidate, unscored AS Reason, detail AS Detail, COUNT(*) AS Instances
        FROM scores WHERE run = @run AND value IS NULL GROUP BY 1, 2, 3, 4
        """;

    private const string Verdicts = """
        SELECT benchmark AS Benchmark, candidate AS Candidate, COUNT(abstention) AS Abstentions
        FROM verdicts WHERE run = @run GROUP BY 1, 2
        """;

    private const string Judged = """
        SELECT benchmark AS Benchmark, candidate AS Candidate, COUNT(*) AS Judged, CAST(SUM(calls) AS BIGINT) AS Calls, CAST(SUM(spared) AS BIGINT) AS Spared
        FROM judged WHERE run = @run GROUP BY 1, 2
        """;

    private const string Counts = """
        SELECT
            (SELECT COUNT(*) FROM completions WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate AND juror = '') AS Outcomes,
            (SELECT COUNT(*) FROM completions WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate AND juror = '' AND failure IS NULL) AS Answered,
            (SELECT COUNT(*) FROM completions WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate AND juror <> '') AS JurorOutcomes,
            (SELECT COUNT(*) FROM scores WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate) AS Decided,
            (SELECT COUNT(*) FROM judged WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate) AS Judged,
            (SELECT CAST(COALESCE(SUM(calls), 0) AS BIGINT) FROM judged WHERE run = @run AND benchmark = @Benchmark AND candidate = @Candidate) AS JurorCalls
        """;

    /// <summary>Everything recorded of a run, by cell. A cell of which nothing is recorded is not there.</summary>
    internal Task<IReadOnlyDictionary<CellKey, CellFigures>> ReadAsync(string run, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyDictionary<CellKey, CellFigures>>(async connection =>
        {
            var cells = new Dictionary<CellKey, CellFigures>();
            // Rows are only ever added, so figures read one after the other never claim more than what is there at the end.
            foreach (var row in await connection.QueryAsync<MoneyRow>(new CommandDefinition(Money, new { run }, cancellationToken: cancel))) Add(Cell(row), row);
            await AddValuesAsync(connection, run, cells, cancel);
            foreach (var row in await connection.QueryAsync<ReasonRow>(new CommandDefinition(Reasons, new { run }, cancellationToken: cancel)))
                Cell(row).Unscored[ReasonName.Of((UnscoredReason)row.Reason, row.Detail)] = row.Instances;
            foreach (var row in await connection.QueryAsync<VerdictRow>(new CommandDefinition(Verdicts, new { run }, cancellationToken: cancel)))
                Cell(row).Abstentions = row.Abstentions;
            foreach (var row in await connection.QueryAsync<JudgedRow>(new CommandDefinition(Judged, new { run }, cancellationToken: cancel)))
                (Cell(row).Judged, Cell(row).JurorCalls, Cell(row).SparedCalls) = (row.Judged, row.Calls, row.Spared);
            return cells;

            CellFigures Cell(CellRow row) => Find(cells, new(row.Benchmark, row.Candidate));
        }, cancel);

    /// <summary>How many rows one cell has.</summary>
    internal Task<CellCounts> CountAsync(string run, CellKey cell, CancellationToken cancel) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<CellCounts>(
            new CommandDefinition(Counts, new { run, cell.Benchmark, cell.Candidate }, cancellationToken: cancel)), cancel);

    private static async Task AddValuesAsync(DbConnection connection, string run, Dictionary<CellKey, CellFigures> cells, CancellationToken cancel)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(Values, new { run }, cancellationToken: cancel));
        // Every model has the same instances, sub-runs and clusters.
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            var cell = Find(cells, new(reader.GetString(0), reader.GetString(1)));
            cell.Values.Add(reader.GetDouble(2));
            cell.Subsets.Add(Shared(reader.GetString(3)));
            cell.Instances.Add(Shared(reader.GetString(4)));
            cell.Clusters.Add(Shared(reader.GetString(5)));
        }

        string Shared(string name)
        {
            if (names.TryGetValue(name, out var known)) return known;
            names.Add(name);
            return name;
        }
    }

    private static CellFigures Find(Dictionary<CellKey, CellFigures> cells, CellKey key)
    {
        if (!cells.TryGetValue(key, out var cell)) cells[key] = cell = new CellFigures();
        return cell;
    }

    private static void Add(CellFigures cell, MoneyRow row)
    {
        cell.Charged += row.Charged;
        cell.ProviderCalls += row.Paid;
        cell.Reused += row.Reused;
        if (row.ByJuror == 1) (cell.JurorOutcomes, cell.JuryCost) = (row.Outcomes, row.Cost);
        else (cell.Outcomes, cell.Answered, cell.CandidateCost) = (row.Outcomes, row.Answered, row.Cost);
    }

    private abstract class CellRow
    {
        public string Benchmark { get; init; } = "";

        public string Candidate { get; init; } = "";
    }

    private sealed class MoneyRow : CellRow
    {
        public long ByJuror { get; init; }

        public long Outcomes { get; init; }

        public long Answered { get; init; }

        public long Reused { get; init; }

        public long Paid { get; init; }

        public long Cost { get; init; }

        public long Charged { get; init; }
    }

    private sealed class ReasonRow : CellRow
    {
        public long Reason { get; init; }

        public string Detail { get; init; } = "";

        public long Instances { get; init; }
    }

    private sealed class VerdictRow : CellRow
    {
        public long Abstentions { get; init; }
    }

    private sealed class JudgedRow : CellRow
    {
        public long Judged { get; init; }

        public long Calls { get; init; }

        public long Spared { get; init; }
    }
}
