using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Benchmarks.Direct;

/// <summary>The questions that are asked over and over, of about a hundred words.</summary>
internal static class Questions
{
    public const int Count = 200;
    public const string Deployment = "fake/model";

    public static string Text(int index) => string.Create(CultureInfo.InvariantCulture, $"Case {index}. ")
        + string.Join(' ', Enumerable.Repeat("A patient presents with fever, cough and mild anaemia for two weeks.", 9)) + " What comes next?";

    public static CompleteRequest Rpc(int index) => new()
    {
        Deployment = Deployment,
        Messages = { new Message { Role = Role.System, Content = "Answer briefly." }, new Message { Role = Role.User, Content = Text(index) } },
        Parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = 256 },
        DataTier = DataTier.Public,
    };

    /// <summary>The same as <see cref="Rpc"/> in OpenAI's form.</summary>
    public static byte[] Json(int index) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        model = Deployment,
        messages = new[] { new { role = "system", content = "Answer briefly." }, new { role = "user", content = Text(index) } },
        temperature = 0,
        max_tokens = 256,
    });
}
