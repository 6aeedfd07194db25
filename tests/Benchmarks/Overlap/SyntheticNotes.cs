namespace MedHelm.Benchmarks.Overlap;

/// <summary>Pairs of made-up notes, the second a reworked first: about half of its words in their order, others in another form, moved or new. The same at each run.</summary>
internal static class SyntheticNotes
{
    private const int Words = 100;

    private static readonly string[] Common =
        ["the", "patient", "is", "a", "with", "of", "and", "was", "to", "in", "no", "he", "she", "has", "for", "on", "at", "we", "will", "her", "his", "not", "had", "there", "pain", "mg"];

    private static readonly string[] Stems =
    [
        "hypertens", "medic", "oper", "infect", "treat", "examin", "present", "discuss", "admit", "recommend", "continu", "evalu", "respir", "cardi", "ventil", "inflamm", "toler", "circul",
        "administ", "monitor", "prescrib", "irrit", "fractur", "laborator", "symptomat", "radiograph", "palpat", "rehabilit", "depress", "diagnos", "improv", "complain", "swell", "tender", "bleed", "sleep",
    ];

    private static readonly string[] Endings = ["", "ed", "ing", "ion", "ive", "s", "ation", "ational", "ment", "ly", "able", "ness", "ies", "ic", "ical", "er"];

    internal static (string Reference, string Answer)[] Pairs(int count)
    {
        var random = new Random(20260101);
        var pairs = new (string, string)[count];
        for (var i = 0; i < count; i++)
        {
            string[] reference = [.. Enumerable.Range(0, random.Next(Words * 8 / 10, Words * 12 / 10)).Select(_ => Word(random))];
            pairs[i] = (Text(reference, random), Text([.. reference.SelectMany(word => Reworked(word, random))], random));
        }
        return pairs;
    }

    private static string Word(Random random) =>
        random.Next(10) < 4 ? Common[random.Next(Common.Length)] : Stems[random.Next(Stems.Length)] + Endings[random.Next(Endings.Length)];

    private static string[] Reworked(string word, Random random) => random.Next(10) switch
    {
        < 5 => [word],
        5 => [word + "s"],
        6 => [],
        7 => [Word(random), Word(random)],
        _ => [Word(random)],
    };

    private static string Text(string[] words, Random random)
    {
        for (var i = 9; i < words.Length; i += random.Next(6, 18))
            words[i] += random.Next(4) == 0 ? ".\n" : random.Next(2) == 0 ? "." : ",";
        return string.Join(' ', words);
    }
}
