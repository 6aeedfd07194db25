using System.Text.Json;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Reads a JSON document token by token or value by value; memory is bounded by its largest value.</summary>
internal sealed class JsonStream(Stream stream)
{
    private const int LargestValue = 256 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool final;
    private JsonReaderState state;
    private bool opened;

    private delegate bool Step<T>(ref Utf8JsonReader reader, out T result);

    /// <summary>The next token, with its name when it is a property name.</summary>
    public (JsonTokenType Type, string? Name) ReadToken() => Advance((ref Utf8JsonReader reader, out (JsonTokenType, string?) token) =>
    {
        var read = reader.Read();
        token = read ? (reader.TokenType, reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null) : default;
        return read;
    });

    public JsonDocument ReadValue() => Advance((ref Utf8JsonReader reader, out JsonDocument document) =>
    {
        document = null!;
        return reader.Read() && JsonDocument.TryParseValue(ref reader, out document!);
    });

    /// <summary>True when the array ends here; its end is then consumed, else nothing is.</summary>
    public bool AtEndOfArray() => Advance((ref Utf8JsonReader reader, out bool ended) =>
    {
        var ahead = reader;
        ended = false;
        if (!ahead.Read())
            return false;
        ended = ahead.TokenType == JsonTokenType.EndArray;
        if (ended)
            reader = ahead;
        return true;
    });

    /// <summary>Reads what is left, so that a file that breaks off behind its rows is noticed.</summary>
    public void ReadToEnd()
    {
        while (!AtEndOfDocument())
            ReadToken();
    }

    private bool AtEndOfDocument() => Advance((ref Utf8JsonReader reader, out bool ended) =>
    {
        var ahead = reader;
        var more = ahead.Read();
        ended = !more && final && ahead.CurrentDepth == 0;
        return more || ended;
    });

    private T Advance<T>(Step<T> step)
    {
        if (!opened)
            Open();
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), final, state);
            try
            {
                if (step(ref reader, out var result))
                {
                    start += (int)reader.BytesConsumed;
                    state = reader.CurrentState;
                    return result;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                var where = e is JsonException { LineNumber: { } line } json ? $" (line {line + 1}, character {json.BytePositionInLine + 1})" : "";
                throw new RowFormatException($"it is not valid JSON{where}; the file may be incomplete, get it again.", e);
            }

            if (final)
                throw new RowFormatException("it ends in the middle of its JSON; the file is incomplete, get it again.");
            Fill();
        }
    }

    private void Open()
    {
        opened = true;
        Fill();
        if (buffer.AsSpan(start, end - start).StartsWith("\uFEFF"u8))
            start += 3;
    }

    private void Fill()
    {
        if (start > 0)
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (end == buffer.Length)
        {
            if (end >= LargestValue)
                throw new RowFormatException("it has a value larger than 256 MiB.");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        final = read < buffer.Length - end;
        end += read;
    }
}
