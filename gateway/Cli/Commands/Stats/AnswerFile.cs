using System.Text.Json;
using MedHelm.Cli.Tables;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>A file of answers with what they are compared with.</summary>
internal static class AnswerFile
{
    private const string ExtraPrefix = "extra.";

    /// <summary>For --help.</summary>
    public static IReadOnlyList<string> Format { get; } =
    [
        "answers.csv has a row for each answer; answers.jsonl the same as objects, and there options may be an array:",
        "  text,reference,options",
        "  B,red,blue|red|green",
        "Required: text. reference is the right output; options, divided by |, make it multiple choice, and reference is then one of them.",
        "source is the text that the answer was made from. A column extra.NAME gives what a metric needs besides, such as extra.lower_limit.",
    ];

    /// <summary>At least one.</summary>
    public static IReadOnlyList<PostedAnswer> Read(string file)
    {
        var answers = Path.GetExtension(file).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? Lines(file) : Rows(file);
        return answers.Select(a => HasOptions(a)).Distinct().Count() == 1
            ? answers
            : throw new CommandFailure(ExitCodes.BadUsage, $"{file}: some answers have options and some have none", "Score multiple choice and free answers from a file each.");
    }

    public static Adaptation AdaptationOf(IReadOnlyList<PostedAnswer> answers) => HasOptions(answers[0]) ? Adaptation.MultipleChoice : Adaptation.Generation;

    private static bool HasOptions(PostedAnswer answer) => answer.References.Count > 1;

    private static List<PostedAnswer> Rows(string file)
    {
        var table = CsvTable.Read(file, "text");
        string[] extras = [.. table.Columns.Where(c => c.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))];
        return
        [
            .. table.Rows.Select(row => Answer(
                row.Text("text"),
                row.Text("reference"),
                row.Text("options").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                row.Text("source"),
                extras.Select(extra => (extra[ExtraPrefix.Length..], row.Text(extra))),
                must => row.Wrong("reference", must))),
        ];
    }

    private static List<PostedAnswer> Lines(string file)
    {
        if (!File.Exists(file)) throw new CommandFailure(ExitCodes.BadUsage, $"{file} is not there");
        List<PostedAnswer> answers = [.. File.ReadLines(file).Index().Where(line => line.Item.Trim().Length > 0).Select(line => Line(file, line.Index + 1, line.Item))];
        return answers.Count > 0 ? answers : throw new CommandFailure(ExitCodes.BadUsage, $"{file} has no answers", "Put one JSON object on each line.");
    }

    private static PostedAnswer Line(string file, int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var answer = document.RootElement;
            if (!answer.TryGetProperty("text", out _)) throw Wrong(file, number, "has no text");
            return Answer(
                Text(answer, "text"),
                Text(answer, "reference"),
                answer.TryGetProperty("options", out var options) ? [.. options.EnumerateArray().Select(o => o.GetString() ?? "")] : [],
                Text(answer, "source"),
                answer.EnumerateObject().Where(p => p.Name.StartsWith(ExtraPrefix, StringComparison.Ordinal)).Select(p => (p.Name[ExtraPrefix.Length..], Text(p.Value))),
                must => Wrong(file, number, $"its reference {must}"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Wrong(file, number, "is no JSON object of texts");
        }
    }

    private static PostedAnswer Answer(string text, string reference, string[] options, string source, IEnumerable<(string Name, string Value)> extras, Func<string, CommandFailure> wrong)
    {
        var answer = new PostedAnswer { Text = text, Source = source, Extra = { extras.Select(e => new Extra { Name = e.Name, Value = e.Value }) } };
        if (options.Length == 0)
        {
            if (reference.Length > 0) answer.References.Add(new Reference { Text = reference, Correct = true });
            return answer;
        }
        if (options.Length == 1 || !options.Contains(reference, StringComparer.Ordinal)) throw wrong("must be one of at least two options");
        answer.References.Add(options.Select(option => new Reference { Text = option, Correct = option == reference }));
        return answer;
    }

    private static string Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? Text(value) : "";

    private static string Text(JsonElement value) => value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Null => "", _ => value.GetRawText() };

    private static CommandFailure Wrong(string file, int line, string what) => new(ExitCodes.BadUsage, $"{file} line {line}: {what}", """Write it as {"text": "...", "reference": "..."} on one line.""");
}
