using System.Text;

namespace MedHelm.Judging.Ratings;

/// <summary>
/// A clinician's name as a table gives it. Tables that went through a wrong encoding hold "JosÃ©" beside "José"; unrepaired they would be two raters. A name is
/// repaired where it is UTF-8 that was read as Windows-1252; every other name stays as it is.
/// </summary>
internal static class RaterName
{
    private const int MostRepairs = 2;
    // What Windows-1252 has from 0x80 to 0x9F; the holes are the characters of the same number.
    private const string Upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name, repaired and without space around it.</summary>
    public static string Of(string text)
    {
        var name = text.Trim();
        for (var repairs = 0; repairs < MostRepairs && Repaired(name) is { } better; repairs++) name = better;
        return name.Trim().Normalize(NormalizationForm.FormC);
    }

    private static string? Repaired(string name)
    {
        var bytes = new byte[name.Length];
        var suspicious = false;
        for (var i = 0; i < name.Length; i++)
        {
            var at = name[i] is >= '\u0080' and <= '\u009f' ? name[i] - '\u0080' : Upper.IndexOf(name[i], StringComparison.Ordinal);
            if (at < 0 && name[i] > '\u00ff') return null;
            bytes[i] = at >= 0 ? (byte)(0x80 + at) : (byte)name[i];
            suspicious |= bytes[i] >= 0x80;
        }
        if (!suspicious) return null;
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
