using System.Globalization;
using Grpc.Net.Client;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Scoring;

/// <summary>The scoring service as a process of its own, with nothing around it.</summary>
internal sealed class ScoringProcess : IAsyncDisposable
{
    private readonly LoopbackPort port;
    private readonly ServiceProcess process;
    private readonly GrpcChannel channel;

    private ScoringProcess(LoopbackPort port, ServiceProcess process, Uri address)
    {
        (this.port, this.process) = (port, process);
        channel = GrpcChannel.ForAddress(address);
        Client = new(channel);
    }

    public ScoringService.ScoringServiceClient Client { get; }

    public static async Task<ScoringProcess> StartNewAsync(string data, params (string Name, string Value)[] settings)
    {
        var claimed = LoopbackPort.Claim();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{claimed.Number}"));
        var environment = settings.Append(("MEDHELM__URLS", address.ToString())).Append(("MEDHELM__STORAGE", "sqlite:" + data))
            // Nothing listens there: posted answers need nobody else.
            .Append(("MEDHELM__SERVICES__EVALUATION", "http://127.0.0.1:1")).Append(("MEDHELM__SERVICES__INFERENCE", "http://127.0.0.1:1"))
            .Append(("MEDHELM__SERVICES__JUDGING", "http://127.0.0.1:1")).ToDictionary(StringComparer.Ordinal);
        return new(claimed, await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Scoring"), address) { Environment = environment }), address);
    }

    /// <summary>Reason, or value and rule, of bert_score_f1.</summary>
    public async Task<Score> ScoreAsync(string answer, string reference)
    {
        var response = await Client.ScoreAnswersAsync(new()
        {
            Metrics = { "bert_score_f1" },
            Adaptation = Adaptation.Generation,
            Answers = { new PostedAnswer { Text = answer, References = { new Reference { Text = reference, Correct = true } } } },
        });
        return response.Answers[0].Scores[0];
    }

    public async Task<string> UnavailableAsync() => (await Client.ListMetricsAsync(new())).Metrics.Single(metric => metric.Name == "bert_score_f1").Unavailable;

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await process.DisposeAsync();
        port.Dispose();
    }
}
