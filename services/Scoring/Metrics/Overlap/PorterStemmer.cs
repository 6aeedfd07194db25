namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Strips the endings of English words (Porter MF. An algorithm for suffix stripping. Program 1980;14:130-137), with the changes that NLTK makes
/// by default and that ROUGE's reference implementation therefore has: some irregular words, short words in -ies and -ied, y to i after consonants
/// only, and the endings -alli, -bli, -fulli and -logi. Words are lower-case ASCII letters and digits; digits count as consonants.
/// </summary>
internal static class PorterStemmer
{
    private const int ShortestStemmed = 3;

    private static readonly StemRule[][] Second = StemRule.Table(
        new("ational", "ate"), new("tional", "tion"), new("enci", "ence"), new("anci", "ance"), new("izer", "ize"), new("bli", "ble"), new("alli", "al"),
        new("entli", "ent"), new("eli", "e"), new("ousli", "ous"), new("ization", "ize"), new("ation", "ate"), new("ator", "ate"), new("alism", "al"),
        new("iveness", "ive"), new("fulness", "ful"), new("ousness", "ous"), new("aliti", "al"), new("iviti", "ive"), new("biliti", "ble"),
        new("fulli", "ful"), new("logi", "log", measured: 1));

    private static readonly StemRule[][] Third = StemRule.Table(
        new("icate", "ic"), new("ative", ""), new("alize", "al"), new("iciti", "ic"), new("ical", "ic"), new("ful", ""), new("ness", ""));

    private static readonly StemRule[][] Fourth = StemRule.Table(
        new("al", ""), new("ance", ""), new("ence", ""), new("er", ""), new("ic", ""), new("able", ""), new("ible", ""), new("ant", ""), new("ement", ""),
        new("ment", ""), new("ent", ""), new("ion", "", afterSOrT: true), new("ou", ""), new("ism", ""), new("ate", ""), new("iti", ""), new("ous", ""),
        new("ive", ""), new("ize", ""));

    /// <summary>Stems a word in place.</summary>
    /// <returns>The length of its stem.</returns>
    internal static int Stem(Span<byte> word)
    {
        if (word.Length < ShortestStemmed) return word.Length;
        if (Irregular(word) is var irregular && irregular > 0) return irregular;
        var length = Plural(word);
        length = PastAndGerund(word[..length]);
        FinalY(word[..length]);
        length = Endings(Second, word[..length], 1);
        length = Endings(Third, word[..length], 1);
        length = Endings(Fourth, word[..length], 2);
        length = FinalE(word[..length]);
        return Ends(word[..length], "ll"u8) && Measure(word[..(length - 1)]) > 1 ? length - 1 : length;
    }

    /// <summary>Porter's m: how often a consonant follows a vowel.</summary>
    internal static int Measure(ReadOnlySpan<byte> word)
    {
        var (measure, vowelBefore) = (0, false);
        for (var i = 0; i < word.Length; i++)
        {
            var vowel = IsVowel(word[i], i, vowelBefore);
            if (vowelBefore && !vowel) measure++;
            vowelBefore = vowel;
        }
        return measure;
    }

    private static int Irregular(Span<byte> word)
    {
        switch (word.Length)
        {
            case 3 when Is(word, "sky"u8):
            case 4 when Is(word, "news"u8) || Is(word, "howe"u8):
            case 6 when Is(word, "inning"u8) || Is(word, "outing"u8) || Is(word, "exceed"u8):
            case 7 when Is(word, "canning"u8) || Is(word, "proceed"u8) || Is(word, "succeed"u8):
                return word.Length;
            case 7 when Is(word, "innings"u8) || Is(word, "outings"u8):
            case 8 when Is(word, "cannings"u8):
                return word.Length - 1;
            case 5 when Is(word, "dying"u8) || Is(word, "lying"u8) || Is(word, "tying"u8):
                "ie"u8.CopyTo(word[1..]);
                return 3;
            case 5 when Is(word, "skies"u8):
                word[2] = (byte)'y';
                return 3;
            default:
                return 0;
        }
    }

    private static int Plural(ReadOnlySpan<byte> word)
    {
        if (word[^1] != 's') return word.Length;
        if (Ends(word, "ies"u8)) return word.Length == 4 ? 3 : word.Length - 2;
        if (Ends(word, "sses"u8)) return word.Length - 2;
        return word[^2] == 's' ? word.Length : word.Length - 1;
    }

    private static int PastAndGerund(Span<byte> word)
    {
        if (Ends(word, "ied"u8)) return word.Length == 4 ? 3 : word.Length - 2;
        if (Ends(word, "eed"u8)) return Measure(word[..^3]) > 0 ? word.Length - 1 : word.Length;
        var cut = Ends(word, "ed"u8) ? 2 : Ends(word, "ing"u8) ? 3 : 0;
        if (cut == 0 || !HasVowel(word[..^cut])) return word.Length;

        var stem = word[..^cut];
        if (Ends(stem, "at"u8) || Ends(stem, "bl"u8) || Ends(stem, "iz"u8)) return WithE(word, stem.Length);
        if (EndsInDoubleConsonant(stem)) return stem[^1] is (byte)'l' or (byte)'s' or (byte)'z' ? stem.Length : stem.Length - 1;
        return Measure(stem) == 1 && EndsShort(stem) ? WithE(word, stem.Length) : stem.Length;
    }

    private static int WithE(Span<byte> word, int length)
    {
        word[length] = (byte)'e';
        return length + 1;
    }

    private static void FinalY(Span<byte> word)
    {
        if (word[^1] == 'y' && word.Length > 2 && IsConsonant(word, word.Length - 2)) word[^1] = (byte)'i';
    }

    private static int Endings(StemRule[][] rules, Span<byte> word, int least)
    {
        // As NLTK: -alli becomes -al first, and what that gives is looked at again.
        if (rules == Second && Ends(word, "alli"u8) && Measure(word[..^4]) > 0) return Endings(rules, word[..^2], least);
        if (word.Length < 2) return word.Length;
        foreach (var rule in rules[word[^2]])
            if (rule.Fits(word)) return rule.Apply(word, least);
        return word.Length;
    }

    private static int FinalE(ReadOnlySpan<byte> word)
    {
        if (word[^1] != 'e') return word.Length;
        var stem = word[..^1];
        var measure = Measure(stem);
        return measure > 1 || (measure == 1 && !EndsShort(stem)) ? stem.Length : word.Length;
    }

    private static bool HasVowel(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < word.Length; i++)
            if (!IsConsonant(word, i)) return true;
        return false;
    }

    private static bool EndsInDoubleConsonant(ReadOnlySpan<byte> word) => word.Length >= 2 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    /// <summary>Consonant, vowel, consonant other than w, x, y; as NLTK also a word of a vowel and a consonant.</summary>
    private static bool EndsShort(ReadOnlySpan<byte> word)
    {
        var last = word.Length - 1;
        if (last < 1 || !IsConsonant(word, last) || IsConsonant(word, last - 1)) return false;
        return last == 1 || (IsConsonant(word, last - 2) && word[last] is not ((byte)'w' or (byte)'x' or (byte)'y'));
    }

    private static bool IsConsonant(ReadOnlySpan<byte> word, int index)
    {
        // Whether a y is a vowel depends on the letter before it, which may be a y too.
        var first = index;
        while (first > 0 && word[first] == 'y') first--;
        var vowel = IsVowel(word[first], first, vowelBefore: false);
        for (var i = first + 1; i <= index; i++) vowel = IsVowel(word[i], i, vowel);
        return !vowel;
    }

    private static bool IsVowel(byte letter, int index, bool vowelBefore) => letter switch
    {
        (byte)'a' or (byte)'e' or (byte)'i' or (byte)'o' or (byte)'u' => true,
        (byte)'y' => index > 0 && !vowelBefore,
        _ => false,
    };

    private static bool Ends(ReadOnlySpan<byte> word, ReadOnlySpan<byte> ending) => word.EndsWith(ending);

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> other) => word.SequenceEqual(other);
}
