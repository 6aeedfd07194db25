using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>A buffer with a JSON writer, used again by whatever a thread writes next.</summary>
internal sealed class Scratch
{
    private const int MostKept = 256 * 1024;

    [ThreadStatic]
    private static Scratch? mine;

    public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

    public Utf8JsonWriter Json { get; } = New();

    /// <summary>The thread's own, empty. Good until the next await.</summary>
    public static Scratch Take()
    {
        if (mine is null || mine.Buffer.Capacity > MostKept) mine = new Scratch();
        mine.Buffer.ResetWrittenCount();
        return mine;
    }

    // The answer is never HTML, so quotes and letters need no escaping for its sake.
    private static Utf8JsonWriter New() => new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
}
