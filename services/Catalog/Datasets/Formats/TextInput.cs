using System.Globalization;
using System.Text;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Files of text in the encoding they are written in. Bytes that are no text are refused, never replaced.</summary>
internal static class TextInput
{
    public static readonly IReadOnlyList<string> Encodings = ["utf-8", "windows-1252", "iso-8859-1", "utf-16"];

    private const int BufferSize = 1 << 16;

    /// <summary>Characters, without byte order mark.</summary>
    public static TextReader Open(SourceFile file, RowLayout layout)
    {
        var (encoding, mark) = EncodingOf(file, layout);
        return new StrictReader(new(Skip(file.Open(), mark), encoding, detectEncodingFromByteOrderMarks: false, BufferSize), e => NotText(file, encoding, mark, e));
    }

    /// <summary>Bytes in UTF-8, without byte order mark; what is UTF-8 already comes unchecked.</summary>
    public static Stream OpenUtf8(SourceFile file, RowLayout layout)
    {
        var (encoding, mark) = EncodingOf(file, layout);
        var content = Skip(file.Open(), mark);
        return encoding.CodePage == RowFiles.StrictUtf8.CodePage ? content : Encoding.CreateTranscodingStream(content, encoding, RowFiles.StrictUtf8);
    }

    /// <summary>The complaint about the first bytes that are no text, or null where all are.</summary>
    public static RowFormatException? Fault(SourceFile file, RowLayout layout, Exception inner)
    {
        var (encoding, mark) = EncodingOf(file, layout);
        return FirstFault(file, encoding, mark) is { } place ? Complaint(encoding, place.Byte, place.Line, inner) : null;
    }

    public static RowFormatException Complaint(Encoding encoding, long position, long line, Exception? inner = null)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"it is not {encoding.WebName.ToUpperInvariant()} text at byte {position} (line {line}); set dataset.encoding to what it is written in, such as windows-1252.");
        return inner is null ? new(message) : new(message, inner);
    }

    private static Encoding Strict(string name) =>
        (CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback))
        ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static (Encoding Encoding, int Mark) EncodingOf(SourceFile file, RowLayout layout)
    {
        Span<byte> start = stackalloc byte[3];
        using var content = file.Open();
        ReadOnlySpan<byte> found = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return found switch
        {
            [0xEF, 0xBB, 0xBF] => (RowFiles.StrictUtf8, 3),
            [0xFF, 0xFE, ..] => (Strict("utf-16"), 2),
            [0xFE, 0xFF, ..] => (Strict("utf-16BE"), 2),
            _ when Encodings.Contains(layout.Encoding, StringComparer.Ordinal) => (Strict(layout.Encoding), 0),
            _ => throw new RowFormatException($"dataset.encoding \"{layout.Encoding}\" is not one of {string.Join(", ", Encodings)}."),
        };
    }

    private static Stream Skip(Stream content, int mark)
    {
        Span<byte> skipped = stackalloc byte[3];
        content.ReadExactly(skipped[..mark]);
        return content;
    }

    private static RowFormatException NotText(SourceFile file, Encoding encoding, int mark, Exception inner) =>
        FirstFault(file, encoding, mark) is { } place
            ? Complaint(encoding, place.Byte, place.Line, inner)
            : new($"it is not {encoding.WebName.ToUpperInvariant()} text; set dataset.encoding to what it is written in.", inner);

    // The readers' own positions are within a buffer, so the place is looked for anew.
    private static (long Byte, long Line)? FirstFault(SourceFile file, Encoding encoding, int mark)
    {
        using var content = Skip(file.Open(), mark);
        var decoder = encoding.GetDecoder();
        var bytes = new byte[BufferSize];
        var characters = new char[encoding.GetMaxCharCount(BufferSize)];
        var (position, line) = ((long)mark, 1L);
        while (true)
        {
            var read = content.Read(bytes);
            try
            {
                line += characters.AsSpan(0, decoder.GetChars(bytes, 0, read, characters, 0, flush: read == 0)).Count('\n');
            }
            catch (DecoderFallbackException e)
            {
                var within = Math.Clamp(e.Index, 0, read);
                return (position + e.Index + 1, line + bytes.AsSpan(0, within).Count((byte)'\n'));
            }

            if (read == 0)
                return null;
            position += read;
        }
    }
}
