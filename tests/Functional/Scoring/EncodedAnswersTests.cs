using MedHelm.Contracts.Scoring.V1;
using MedHelm.Testing.Models;
using MedHelm.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MedHelm.Tests.Functional.Scoring;

/// <summary>BERTScore through the service's API, with each kind of encoder and with none.</summary>
public sealed class EncodedAnswersTests : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("encoded");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task With_a_model_file_answers_are_scored_by_it()
    {
        var model = TinyOnnxModel.Write(Path.Combine(folder.Path, "tiny"));
        await using var scoring = await ScoringProcess.StartNewAsync(folder.Path, ("MEDHELM__ENCODER__MODEL", model));

        var score = await scoring.ScoreAsync("chest pain", "fever pain");

        // Precision (8/(5 sqrt 5) + 1)/2, recall (2/sqrt 5 + 1)/2, see the model's table.
        var (precision, recall) = (((8 / (5 * Math.Sqrt(5))) + 1) / 2, ((2 / Math.Sqrt(5)) + 1) / 2);
        Assert.Equal(2 * precision * recall / (precision + recall), score.Value, 6);
        Assert.StartsWith("tiny/last_hidden_state@", score.Rule, StringComparison.Ordinal);
        Assert.Equal("", await scoring.UnavailableAsync());
    }

    [Fact]
    public async Task Without_an_encoder_there_is_no_score_and_the_reason_says_what_to_set()
    {
        await using var scoring = await ScoringProcess.StartNewAsync(folder.Path);

        var score = await scoring.ScoreAsync("chest pain", "fever pain");

        Assert.Equal(UnscoredReason.NoEncoder, score.Unscored.Reason);
        Assert.Contains("MEDHELM__ENCODER__URL or MEDHELM__ENCODER__MODEL", score.Unscored.Detail, StringComparison.Ordinal);
        Assert.Equal(score.Unscored.Detail, await scoring.UnavailableAsync());
    }

    [Fact]
    public async Task With_an_endpoint_answers_are_scored_by_it_and_its_redirections_are_not_followed()
    {
        using var port = LoopbackPort.Claim();
        await using var endpoint = await EndpointAsync(port.Number);
        await using var scoring = await ScoringProcess.StartNewAsync(folder.Path, ("MEDHELM__ENCODER__URL", $"http://127.0.0.1:{port.Number}/encode"));
        await using var elsewhere = await ScoringProcess.StartNewAsync(Path.Combine(folder.Path, "other"), ("MEDHELM__ENCODER__URL", $"http://127.0.0.1:{port.Number}/moved"));

        var score = await scoring.ScoreAsync("aa b", "aa");

        Assert.Equal(2 * 0.5 / 1.5, score.Value, 6);
        Assert.Equal("letters@1", score.Rule);
        Assert.Equal($"the encoder at 127.0.0.1:{port.Number} answered HTTP 307", (await elsewhere.ScoreAsync("aa b", "aa")).Unscored.Detail);
    }

    /// <summary>One vector a word: how often it has an a, and how often a b.</summary>
    private static async Task<WebApplication> EndpointAsync(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/encode", (Dictionary<string, string[]> asked) => Results.Json(new
        {
            model = "letters@1",
            vectors = asked["texts"].Select(text => text.Split(' ').Select(word => new[] { (float)word.Count(c => c == 'a'), word.Count(c => c == 'b') })),
            special = asked["texts"].Select(text => text.Split(' ').Select(_ => false)),
        }));
        app.MapPost("/moved", () => Results.Redirect("/encode", preserveMethod: true));
        await app.StartAsync();
        return app;
    }
}
