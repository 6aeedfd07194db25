using System.Data.Common;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Ratings;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>Imported ratings of clinicians. A set never changes.</summary>
internal sealed class RatingStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private static readonly string[] SetColumns = ["id", "run", "rating_set"];
    private static readonly string[] RatingColumns = ["set_id", "benchmark", "instance_id", "candidate", "rater", "marks", "jury"];

    /// <summary>Stores a set with its ratings, all or nothing; the set that was there under the name before, or null.</summary>
    public Task<RatingSet?> InsertAsync(RatingSet set, RatingTable table, CancellationToken cancel) => database.WriteAsync(
        async transaction =>
        {
            var id = IdOf(set.Name);
            // A replica that stores the same set at the same time is waited for here.
            var inserted = await RowWriter.InsertAsync(transaction, "rating_sets", SetColumns, "(id) DO NOTHING", [[id, set.Run, set.ToByteArray()]], cancel);
            if (inserted == 0) return await FindAsync(transaction.Connection!, id, cancel);
            var rows = table.Rows.Select(row => new object?[]
            {
                id, row.Benchmark, row.InstanceId, row.Candidate, row.Rater, Marks(set, row.Marks), row.Jury is null ? null : Marks(set, row.Jury),
            });
            await RowWriter.InsertAsync(transaction, "clinician_ratings", RatingColumns, "(set_id, benchmark, instance_id, candidate, rater) DO NOTHING", [.. rows], cancel);
            return null;
        }, cancel);

    public Task<RatingSet?> FindAsync(string name, CancellationToken cancel) => database.ReadAsync(connection => FindAsync(connection, IdOf(name), cancel), cancel);

    /// <summary>Every set by name, or those of a run.</summary>
    public Task<IReadOnlyList<RatingSet>> ListAsync(string? run, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<RatingSet>>(
        async connection =>
        {
            var query = "SELECT rating_set FROM rating_sets" + (run is null ? "" : " WHERE run = @run");
            var found = await connection.QueryAsync<byte[]>(new CommandDefinition(query, new { run }, cancellationToken: cancel));
            return [.. found.Select(RatingSet.Parser.ParseFrom).OrderBy(set => set.Name, StringComparer.Ordinal)];
        }, cancel);

    /// <summary>The ratings of a set, by benchmark, instance, candidate and rater.</summary>
    public Task<IReadOnlyList<RatingRow>> ReadAsync(string name, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<RatingRow>>(
        async connection =>
        {
            var found = await connection.QueryAsync<(string Rater, string Benchmark, string Instance, string Candidate, byte[] Marks, byte[]? Jury)>(new CommandDefinition(
                "SELECT rater, benchmark, instance_id, candidate, marks, jury FROM clinician_ratings WHERE set_id = @id", new { id = IdOf(name) }, cancellationToken: cancel));
            return
            [
                .. found.Select(row => new RatingRow(row.Rater, row.Benchmark, row.Instance, row.Candidate, Numbers(row.Marks), row.Jury is null ? null : Numbers(row.Jury)))
                    .OrderBy(row => row.Benchmark, StringComparer.Ordinal)
                    .ThenBy(row => row.InstanceId, StringComparer.Ordinal)
                    .ThenBy(row => row.Candidate, StringComparer.Ordinal)
                    .ThenBy(row => row.Rater, StringComparer.Ordinal),
            ];
        }, cancel);

    private static async Task<RatingSet?> FindAsync(DbConnection connection, string id, CancellationToken cancel)
    {
        var found = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition("SELECT rating_set FROM rating_sets WHERE id = @id", new { id }, cancellationToken: cancel));
        return found is null ? null : RatingSet.Parser.ParseFrom(found);
    }

    private static byte[] Marks(RatingSet set, IEnumerable<double> marks) =>
        new Marks { Marks_ = { set.Criteria.Zip(marks, (criterion, score) => new Mark { Criterion = criterion, Score = score }) } }.ToByteArray();

    private static double[] Numbers(byte[] marks) => [.. Contracts.Judging.V1.Marks.Parser.ParseFrom(marks).Marks_.Select(mark => mark.Score)];

    private static string IdOf(string name) => name[ResourceNames.RatingSets.Length..];
}
