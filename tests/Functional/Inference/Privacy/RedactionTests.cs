using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>Identifiers planted wherever text passes, and looked for wherever it must not be.</summary>
public sealed class RedactionTests : IAsyncLifetime
{
    private const string InPrompt = "PLANTED-PROMPT-Abendroth";
    private const string InAnswer = "PLANTED-ANSWER-Morgenstern";
    private const string InError = "PLANTED-ERROR-Sonnenschein";

    private readonly TemporaryFolder folder = TemporaryFolder.Create("redaction");
    private readonly LoggedLines lines = new();
    private readonly KeptBytes cache = new();
    private ILoggerFactory logs = null!;
    private Replica replica = null!;
    private HttpStatusCode status = HttpStatusCode.OK;

    public async Task InitializeAsync()
    {
        logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var provider = new OpenAiProvider(new ProviderHttp(new Clients(this), TimeProvider.System));
        replica = await Replica.StartAsync("sqlite:" + folder.Path, "inference", cache, new WakeUpBoard(), provider, logs: logs);
    }

    public async Task DisposeAsync()
    {
        await replica.DisposeAsync();
        cache.Dispose();
        logs.Dispose();
        lines.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NoContent)]
    public async Task What_a_patient_or_a_provider_said_is_in_no_log_line_and_no_failure(HttpStatusCode answered)
    {
        status = answered;

        var outcome = await replica.Engine.CompleteOneAsync(Wanted(DataTier.Public), null, default);

        Assert.Equal(answered == HttpStatusCode.OK, outcome.Completion is not null);
        foreach (var planted in new[] { InPrompt, InAnswer, InError })
        {
            Assert.DoesNotContain(planted, string.Join('\n', lines.Lines), StringComparison.Ordinal);
            Assert.DoesNotContain(planted, outcome.Failure?.ToString() ?? "", StringComparison.Ordinal);
            // An answer that is not private may be stored in clear; a prompt and a provider's own words never are.
            if (planted != InAnswer) Assert.False(IsInAFile(planted), planted);
        }
    }

    [Fact]
    public async Task A_private_answer_is_in_no_file_and_no_cache_and_comes_back_all_the_same()
    {
        var first = await replica.Engine.CompleteOneAsync(Wanted(DataTier.Private), null, default);
        var again = await replica.Engine.CompleteOneAsync(Wanted(DataTier.Private), null, default);

        Assert.Contains(InAnswer, first.Completion.Text, StringComparison.Ordinal);
        Assert.Equal((first.Completion.Text, ServedFrom.Cache), (again.Completion.Text, again.ServedFrom));
        Assert.NotEmpty(cache.Values);
        Assert.DoesNotContain(cache.Values, bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(InAnswer)) >= 0);
        foreach (var planted in new[] { InPrompt, InAnswer })
        {
            Assert.False(IsInAFile(planted), planted);
            Assert.DoesNotContain(planted, string.Join('\n', lines.Lines), StringComparison.Ordinal);
        }
    }

    private bool IsInAFile(string text) => Directory.GetFiles(folder.Path).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });

    private static WantedCompletion Wanted(DataTier tier) => new()
    {
        ItemKey = "1",
        Run = "runs/r",
        Purpose = Purpose.Candidate,
        Request = new ProviderRequest
        {
            Deployment = new DeploymentDefinition { Id = "openai/m", Provider = "openai", Model = "m", Retries = 0, Kind = DeploymentKind.Model, BaseUrl = new Uri("http://provider.invalid/v1/"), Prices = new PriceList() },
            PromptDigest = "p",
            Conversation = Conversation.OfPrompt($"Patient {InPrompt} has chest pain."),
            Parameters = new DecodingParameters(),
            DataTier = tier,
        },
    };

    private sealed class Clients(RedactionTests test) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new Server(test));
    }

    private sealed class Server(RedactionTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            object body = test.status == HttpStatusCode.OK
                ? new { model = "m", choices = new[] { new { finish_reason = "stop", message = new { content = $"It is {InAnswer}." } } } }
                : new { error = new { code = InError, type = InError, message = $"The request said {InPrompt}, {InError}, {InAnswer}" } };
            var reply = new HttpResponseMessage(test.status) { ReasonPhrase = InError, Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) };
            reply.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return Task.FromResult(reply);
        }
    }
}
