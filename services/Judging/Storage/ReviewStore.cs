using System.Data.Common;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Reviews;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>
/// Reviews. Whoever changes one says which version it saw; when somebody else was quicker nothing is changed, so that replicas
/// never give the same place to two raters.
/// </summary>
internal sealed class ReviewStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const int MostListed = 1000;
    private const string Record = "SELECT id, spec, jury_sha256, create_ms, answers, version FROM reviews";
    private static readonly string[] ReviewColumns = ["id", "run", "benchmark", "jury_sha256", "spec", "create_ms", "answers", "version"];
    private static readonly string[] ItemColumns = ["review", "item", "candidate", "instance_id", "judged", "spread"];
    private static readonly string[] RatingColumns = ["review", "item", "rater", "expire_ms"];

    /// <summary>Stores a review with its answers, all or nothing; false when there is one of that id.</summary>
    public Task<bool> InsertAsync(ReviewRecord review, IEnumerable<ReviewAnswer> answers, CancellationToken cancel) => database.WriteAsync(
        async transaction =>
        {
            object?[] row = [review.Id, review.Spec.Run, review.Spec.Benchmark, review.JurySha256, review.Spec.ToByteArray(), review.CreateMs, (long)review.Answers, review.Version];
            if (await RowWriter.InsertAsync(transaction, "reviews", ReviewColumns, "(id) DO NOTHING", [row], cancel) == 0) return false;
            var rows = answers.Select(answer => new object?[] { review.Id, answer.Item, answer.Judged.Candidate, answer.InstanceId, answer.Judged.ToByteArray(), answer.Spread });
            await RowWriter.InsertAsync(transaction, "review_items", ItemColumns, "(review, item) DO NOTHING", [.. rows], cancel);
            return true;
        }, cancel);

    /// <summary>The review with what was drawn; null when there is none.</summary>
    public Task<ReviewState?> FindAsync(string id, CancellationToken cancel) => database.ReadAsync(
        async connection =>
        {
            // The version first: what is read after it may be newer, and then the change is refused, never the other way round.
            var record = (await ReadRecordsAsync(connection, $"{Record} WHERE id = @id", new { id }, cancel)).SingleOrDefault();
            return record is null ? null : await StateAsync(connection, record, cancel);
        }, cancel);

    /// <summary>Reviews with what was drawn, newest first: of a run, or all.</summary>
    public Task<IReadOnlyList<ReviewState>> ListAsync(string run, CancellationToken cancel) =>
        ListAsync($"{Record}{(run.Length > 0 ? " WHERE run = @run" : "")} ORDER BY create_ms DESC, id LIMIT {MostListed}", new { run }, cancel);

    /// <summary>Reviews of one benchmark, of whatever run, newest first.</summary>
    public Task<IReadOnlyList<ReviewState>> OfBenchmarkAsync(string benchmark, CancellationToken cancel) =>
        ListAsync($"{Record} WHERE benchmark = @benchmark ORDER BY create_ms DESC, id LIMIT {MostListed}", new { benchmark }, cancel);

    /// <summary>Answers that were not drawn yet.</summary>
    public Task<IReadOnlyList<ReviewAnswer>> UndrawnAsync(string id, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<ReviewAnswer>>(
        async connection =>
        {
            var rows = await connection.QueryAsync<(string Item, string Instance, byte[] Judged, double Spread)>(new CommandDefinition(
                "SELECT item, instance_id, judged, spread FROM review_items WHERE review = @id AND draw IS NULL", new { id }, cancellationToken: cancel));
            return [.. rows.Select(row => new ReviewAnswer(row.Item, row.Instance, JudgedAnswer.Parser.ParseFrom(row.Judged), row.Spread)).OrderBy(answer => answer.Judged.Item, StringComparer.Ordinal)];
        }, cancel);

    /// <summary>Gives an item to a rater; with a draw, which is the next, it is drawn by this. False when the review has changed since.</summary>
    public Task<bool> GiveAsync(ReviewRecord seen, string item, string rater, long expireMs, (long Draw, double Chance)? draw, CancellationToken cancel) => ChangeAsync(
        seen,
        async transaction =>
        {
            if (draw is { } drawn)
            {
                await ExecuteAsync(
                    transaction, "UPDATE review_items SET draw = @draw, chance = @chance WHERE review = @id AND item = @item",
                    new { id = seen.Id, item, draw = drawn.Draw, chance = drawn.Chance }, cancel);
            }
            await RowWriter.InsertAsync(
                transaction, "review_ratings", RatingColumns, "(review, item, rater) DO UPDATE SET expire_ms = excluded.expire_ms", [[seen.Id, item, rater, expireMs]], cancel);
        }, cancel);

    /// <summary>Records what a rater said of an item that was given to it. False when the review has changed since.</summary>
    public Task<bool> RateAsync(ReviewRecord seen, string item, ItemRating rating, CancellationToken cancel) => ChangeAsync(
        seen,
        transaction => ExecuteAsync(
            transaction, "UPDATE review_ratings SET marks = @marks, comment = @comment, rated_ms = @rated WHERE review = @id AND item = @item AND rater = @rater",
            new { id = seen.Id, item, rater = rating.Rater, marks = rating.Marks!.ToByteArray(), comment = StoredText.Pack(rating.Comment), rated = rating.RatedMs }, cancel),
        cancel);

    /// <summary>Records a decision. False when the review has changed since.</summary>
    public Task<bool> DecideAsync(ReviewRecord seen, string item, Marks marks, CancellationToken cancel) => ChangeAsync(
        seen,
        transaction => ExecuteAsync(
            transaction, "UPDATE review_items SET decided = @marks WHERE review = @id AND item = @item", new { id = seen.Id, item, marks = marks.ToByteArray() }, cancel),
        cancel);

    private Task<bool> ChangeAsync(ReviewRecord seen, Func<DbTransaction, Task> change, CancellationToken cancel) => database.WriteAsync(
        async transaction =>
        {
            // Another replica's change is waited for here, and then its version is not the one that was seen.
            var own = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "UPDATE reviews SET version = version + 1 WHERE id = @id AND version = @version", new { id = seen.Id, version = seen.Version }, transaction, cancellationToken: cancel));
            if (own == 0) return false;
            await change(transaction);
            return true;
        }, cancel);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string statement, object parameters, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(statement, parameters, transaction, cancellationToken: cancel));

    private Task<IReadOnlyList<ReviewState>> ListAsync(string query, object parameters, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<ReviewState>>(
        async connection =>
        {
            var states = new List<ReviewState>();
            foreach (var record in await ReadRecordsAsync(connection, query, parameters, cancel)) states.Add(await StateAsync(connection, record, cancel));
            return states;
        }, cancel);

    private static async Task<IReadOnlyList<ReviewRecord>> ReadRecordsAsync(DbConnection connection, string query, object parameters, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync<(string Id, byte[] Spec, string Jury, long CreateMs, long Answers, long Version)>(new CommandDefinition(query, parameters, cancellationToken: cancel));
        return [.. rows.Select(row => new ReviewRecord(row.Id, ReviewSpec.Parser.ParseFrom(row.Spec), row.Jury, row.CreateMs, (int)row.Answers, row.Version))];
    }

    private static async Task<ReviewState> StateAsync(DbConnection connection, ReviewRecord record, CancellationToken cancel)
    {
        var items = await connection.QueryAsync<(string Item, string Instance, byte[] Judged, double Spread, long Draw, double Chance, byte[]? Decided)>(new CommandDefinition(
            "SELECT item, instance_id, judged, spread, draw, chance, decided FROM review_items WHERE review = @Id AND draw IS NOT NULL ORDER BY draw", new { record.Id }, cancellationToken: cancel));
        var given = await connection.QueryAsync<(string Item, string Rater, long ExpireMs, byte[]? Marks, byte[]? Comment, long? RatedMs)>(new CommandDefinition(
            "SELECT item, rater, expire_ms, marks, comment, rated_ms FROM review_ratings WHERE review = @Id", new { record.Id }, cancellationToken: cancel));
        var ratings = given.ToLookup(
            row => row.Item,
            row => new ItemRating(row.Rater, row.ExpireMs, row.Marks is null ? null : Marks.Parser.ParseFrom(row.Marks), row.Comment is null ? "" : StoredText.Unpack(row.Comment), row.RatedMs ?? 0),
            StringComparer.Ordinal);
        return new ReviewState(record,
        [
            .. items.Select(row => new DrawnItem(
                row.Item, JudgedAnswer.Parser.ParseFrom(row.Judged), row.Instance, row.Spread, row.Draw, row.Chance, row.Decided is null ? null : Marks.Parser.ParseFrom(row.Decided), [.. ratings[row.Item]])),
        ]);
    }
}
