using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Encoders.Http;

/// <summary>An encoder behind an HTTP endpoint. Passing failures are tried again twice, half a second and a second later.</summary>
internal sealed class HttpTextEncoder(IHttpClientFactory clients, Uri address, EncoderKey key, TimeSpan timeout, TimeProvider clock) : ITextEncoder
{
    internal const string ClientName = "encoder";
    internal const long MostReplyBytes = 128L << 20;
    private const int Attempts = 3;
    private const int LongestText = 100_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };

    public async Task<EncoderReply> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var vectors = new List<TokenVectors>(texts.Count);
        string? model = null;
        foreach (var batch in TextBatches.Of(texts))
        {
            var reply = await AskPatientlyAsync(batch, cancel);
            if (model is not null && reply.Encoder != model) throw Failed("changed its model between two calls", passing: true);
            model = reply.Encoder;
            if (vectors.Count > 0 && reply.Vectors[0].Dimension != vectors[0].Dimension) throw Failed("gave vectors of another length than in the call before", passing: false);
            vectors.AddRange(reply.Vectors);
        }
        return new(model ?? "", vectors);
    }

    private async Task<EncoderReply> AskPatientlyAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(texts, cancel);
            }
            catch (EncoderException e) when (e.Passing && attempt < Attempts)
            {
                await Task.Delay(FirstPause * attempt, clock, cancel);
            }
        }
    }

    private async Task<EncoderReply> AskAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        using var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            // Far more than any encoder takes, and little enough to send.
            Content = JsonContent.Create(new EncodeRequest([.. texts.Select(text => text.Length <= LongestText ? text : text[..LongestText])]), options: Json),
        };
        if (key.Read() is { } secret) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            if (!response.IsSuccessStatusCode) throw Refused(response.StatusCode);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return ReplyReader.Read(await JsonSerializer.DeserializeAsync<EncodeReply>(body, Json, either.Token), texts.Count);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed($"took longer than {timeout}; see MEDHELM__ENCODER__TIMEOUT", passing: true);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Failed($"answered more than {MostReplyBytes >> 20} MB", passing: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failed($"does not answer ({(e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ResponseEnded})", passing: true);
        }
        catch (JsonException)
        {
            throw Failed("answered something that is not the agreed JSON", passing: false);
        }
        catch (InvalidDataException e)
        {
            throw Failed($"answered something unusable: {e.Message}", passing: false);
        }
    }

    private EncoderException Refused(HttpStatusCode status) => Failed(
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"refused the key (HTTP {(int)status}); see MEDHELM__ENCODER__KEYVARIABLE and MEDHELM__ENCODER__KEYFILE"
            : $"answered HTTP {(int)status}",
        passing: status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError);

    private EncoderException Failed(string what, bool passing) => new($"the encoder at {address.Authority} {what}", passing);
}
