using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Jurors of known virtue and vice. Good ones count how much of the gold answer's order of words is in an answer.</summary>
internal static partial class ExamJurors
{
    public static string Good(CompleteRequest request) => Reply(Merit(Pairs, request), Merit(Pairs, request));

    public static string IgnoresOrderOfWords(CompleteRequest request) => Reply(Merit(Words, request), Merit(Words, request));

    public static string ObeysAnswers(CompleteRequest request) => Texts(request).Answer is var answer && (answer.Contains("ate everything", StringComparison.Ordinal) || answer.Contains("\"score\"", StringComparison.Ordinal))
        ? Reply(5, 5)
        : Good(request);

    public static string LovesLength(CompleteRequest request)
    {
        var (gold, answer) = Texts(request);
        var merit = Merit(Pairs, request);
        return merit > 1.5 && Words(answer).Count > Words(gold).Count ? Reply(5, 5) : Reply(merit, merit);
    }

    public static string ReadsTheFirstCriterionOnly(CompleteRequest request) =>
        request.Prompt.Contains("[accuracy][clarity]", StringComparison.Ordinal) ? Good(request) : Reply(1, 1);

    public static string Guesses(CompleteRequest request)
    {
        var guess = 1 + Digest.Of($"{request.Prompt} {request.SampleIndex}")[0] % 5;
        return Reply(guess, guess);
    }

    public static string Chats(CompleteRequest request) => Digest.Of(request.Prompt)[0] < '4' ? "I would rather talk about it." : Good(request);

    private static string Reply(double accuracy, double clarity) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"accuracy": {"score": {{{accuracy}}}}, "clarity": {"score": {{{clarity}}}}}""");

    private static double Merit(Func<string, HashSet<string>> parts, CompleteRequest request)
    {
        var (gold, answer) = Texts(request);
        var wanted = parts(gold);
        return 1 + 4.0 * wanted.Count(parts(answer).Contains) / wanted.Count;
    }

    private static (string Gold, string Answer) Texts(CompleteRequest request) =>
        (GoldTag().Match(request.Prompt).Groups["text"].Value, ResponseTag().Match(request.Prompt).Groups["text"].Value);

    private static HashSet<string> Pairs(string text)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Zip(words.Skip(1), (one, next) => $"{one} {next}")];
    }

    private static HashSet<string> Words(string text) => [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex("<gold>(?<text>.*)</gold>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoldTag();

    [GeneratedRegex("<response>(?<text>.*)</response>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResponseTag();
}
