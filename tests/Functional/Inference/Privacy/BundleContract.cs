using Dapper;
using Google.Protobuf;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>Answers on their way from one database to another.</summary>
public abstract class BundleContract : IAsyncLifetime
{
    private readonly TemporaryFolder keys = TemporaryFolder.Create("keys");
    private PrivacyFixture here = null!;
    private PrivacyFixture there = null!;

    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(keys.File("master.keys"), PrivacyFixture.MasterKey());
        here = await PrivacyFixture.StartAsync(Storage, PrivacyFixture.NewService(), keys.File("master.keys"));
        there = await PrivacyFixture.StartAsync(Storage, PrivacyFixture.NewService());
    }

    public async Task DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
        keys.Dispose();
    }

    [Fact]
    public async Task Every_answer_arrives_as_it_was_but_for_who_paid()
    {
        var answers = Enumerable.Range(0, 450).Select(i => Answer(i, i % 100 == 0 ? new string('x', 50_000) : $"answer {i}")).ToList();
        await StoreAsync(here, answers);

        var exported = await ExportAsync(here, "");
        var reply = await ImportAsync(there, exported);
        var again = await ImportAsync(there, exported);

        Assert.Equal(new ImportCompletionsResponse { Added = 450 }, reply);
        Assert.Equal(new ImportCompletionsResponse { Present = 450 }, again);
        Assert.Equal(exported, await ExportAsync(there, ""));
        foreach (var answer in answers) answer.Payer = "";
        Assert.Equal(answers.OrderBy(a => a.RequestDigest, StringComparer.Ordinal), exported.Select(e => e.Completion));
        Assert.All(await RowsAsync(there), row => Assert.Equal("", row.Payer));
        Assert.Equal(0, await there.Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM imports"), default));
    }

    [Fact]
    public async Task One_changed_byte_is_refused_by_name_and_nothing_is_stored()
    {
        await StoreAsync(here, [.. Enumerable.Range(0, 300).Select(i => Answer(i, $"answer {i}"))]);
        var exported = await ExportAsync(here, "");
        exported[250].Completion.Completion.Text = exported[250].Completion.Completion.Text.Replace('a', 'A');

        var refused = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(there, exported));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("completions[250]", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(exported[250].Completion.RequestDigest, refused.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("nswer 2", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(there));
        Assert.Equal(0, await there.Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM imports"), default));
    }

    [Fact]
    public async Task What_is_no_answer_is_refused()
    {
        var noDigest = Answer(1, "a");
        noDigest.RequestDigest = "../../etc";
        var noText = Answer(2, "a");
        noText.Completion = null;
        var free = Answer(3, "a");
        free.CostNanoUsd = -1;

        foreach (var request in new[] { new ExportCompletionsResponse(), Hashed(noDigest), Hashed(noText), Hashed(free) })
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ImportAsync(there, [request]))).StatusCode);
        Assert.Empty(await RowsAsync(there));
    }

    [Fact]
    public async Task A_private_answer_never_leaves()
    {
        await StoreAsync(here, [Answer(1, "open")]);
        var content = await here.Text.SealAsync("icu", Answer(2, "private").ToByteArray(), Answer(2, "").RequestDigest, default);
        await here.Database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
            "INSERT INTO completions (request_digest, payer, record, project, sealed) VALUES (@RequestDigest, 'i', @content, 'icu', 1)", new { Answer(2, "").RequestDigest, content }, transaction), default);
        await new ServedAnswers(here.Database).RecordAsync("runs/r", [Answer(1, "").RequestDigest, Answer(2, "").RequestDigest], default);

        Assert.Equal("open", Assert.Single(await ExportAsync(here, "")).Completion.Completion.Text);
        Assert.Equal("open", Assert.Single(await ExportAsync(here, "runs/r")).Completion.Completion.Text);
    }

    [Fact]
    public async Task A_run_takes_along_the_answers_it_was_served_whoever_paid()
    {
        await StoreAsync(here, [Answer(1, "a"), Answer(2, "b"), Answer(3, "c")]);
        var served = new ServedAnswers(here.Database);
        await served.RecordAsync("runs/r", [Answer(1, "").RequestDigest, Answer(3, "").RequestDigest, Answer(1, "").RequestDigest, ""], default);
        await served.RecordAsync("runs/r", [Answer(3, "").RequestDigest], default);
        await served.RecordAsync("", [Answer(2, "").RequestDigest], default);

        Assert.Equal(["a", "c"], (await ExportAsync(here, "runs/r")).Select(e => e.Completion.Completion.Text).Order(StringComparer.Ordinal));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(here, "runs/other"))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(here, "other"))).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_there_stays()
    {
        await StoreAsync(here, [Answer(1, "theirs"), Answer(2, "new")]);
        await StoreAsync(there, [Answer(1, "ours")]);

        Assert.Equal(new ImportCompletionsResponse { Added = 1, Present = 1 }, await ImportAsync(there, await ExportAsync(here, "")));
        Assert.Equal(["new", "ours"], (await RowsAsync(there)).Select(row => row.Answer.Completion.Text).Order(StringComparer.Ordinal));
        Assert.Contains(await RowsAsync(there), row => row.Payer == "item 1");
    }

    private static ArchivedCompletion Answer(int number, string text) => new()
    {
        RequestDigest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number))),
        Completion = new Completion { Text = text, FinishReason = FinishReason.Stop, ModelSnapshot = "m-1" },
        Usage = new Usage { InputTokens = 10, OutputTokens = 2 },
        CostNanoUsd = 7,
        Payer = $"item {number}",
        Attempts = 1,
        LatencyMs = 12.5,
        PriceVersion = "m@2026-01-01",
        PriceClass = PriceClass.Live,
        Deployment = "fake/m",
    };

    private static ExportCompletionsResponse Hashed(ArchivedCompletion answer) =>
        new() { Completion = answer, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(answer.ToByteArray())) };

    private static Task<int> StoreAsync(PrivacyFixture target, IReadOnlyList<ArchivedCompletion> answers) =>
        target.Database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "completions", ["request_digest", "payer", "record"], "(request_digest) DO NOTHING",
            [.. answers.Select(a => new object?[] { a.RequestDigest, a.Payer, StoredText.PackBytes(a.ToByteArray()) })], default), default);

    private static Task<List<(string Payer, ArchivedCompletion Answer)>> RowsAsync(PrivacyFixture source) =>
        source.Database.ReadAsync(async connection => (await connection.QueryAsync<(string Payer, byte[] Record)>("SELECT payer, record FROM completions"))
            .Select(row => (row.Payer, ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(row.Record).Span))).ToList(), default);

    private static async Task<List<ExportCompletionsResponse>> ExportAsync(PrivacyFixture source, string run)
    {
        var sink = new Sink();
        await source.Bundles.ExportCompletions(new ExportCompletionsRequest { Run = run }, sink, new QuietCall());
        return sink.Sent;
    }

    private static Task<ImportCompletionsResponse> ImportAsync(PrivacyFixture target, IReadOnlyList<ExportCompletionsResponse> answers) =>
        target.Bundles.ImportCompletions(new Source([.. answers.Select(a => ImportCompletionsRequest.Parser.ParseFrom(a.ToByteArray()))]), new QuietCall());

    private sealed class Sink : IServerStreamWriter<ExportCompletionsResponse>
    {
        public List<ExportCompletionsResponse> Sent { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(ExportCompletionsResponse message)
        {
            Sent.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(ExportCompletionsResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }

    private sealed class Source(IReadOnlyList<ImportCompletionsRequest> requests) : IAsyncStreamReader<ImportCompletionsRequest>
    {
        private int next = -1;

        public ImportCompletionsRequest Current => requests[next];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++next < requests.Count);
    }
}

public sealed class SqliteBundleTests : BundleContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("bundles");

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresBundleTests(ServerFixture servers) : BundleContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
