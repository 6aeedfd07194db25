using System.Globalization;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>The decisions as scripts, because Redis runs a script at once and undivided.</summary>
internal static class LimitScripts
{
    public static readonly string Acquire = Load("Acquire");
    public static readonly string Release = Load("Release");
    public static readonly string Renew = Load("Renew");
    public static readonly string Read = Load("Read");
    public static readonly string Tune = Load("Tune");

    private static string Load(string name) => Policy() + Text("State") + Text(name);

    private static string Text(string name)
    {
        using var stream = typeof(LimitScripts).Assembly.GetManifestResourceStream($"MedHelm.ServiceDefaults.Limits.{name}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Policy() => string.Create(CultureInfo.InvariantCulture, $"""
        local FIRST_LIMIT, DECREASE, ROUNDS_TO_MAX = {LimitPolicy.FirstLimit}, {LimitPolicy.Decrease}, {LimitPolicy.RoundsToMax}
        local FIRST_BACK_OFF, LONGEST_BACK_OFF, LONGEST_PAUSE = {LimitPolicy.FirstBackOff}, {LimitPolicy.LongestBackOff}, {LimitPolicy.LongestPause.TotalMilliseconds}
        local FAILURES_TO_OPEN, DENIALS_TO_OPEN, FIRST_OPEN, LONGEST_OPEN = {LimitPolicy.FailuresToOpen}, {LimitPolicy.DenialsToOpen}, {LimitPolicy.FirstOpen}, {LimitPolicy.LongestOpen}
        local ASK_AGAIN, TURN_TIME, PERMIT_TIME = {LimitPolicy.AskAgain}, {LimitPolicy.TurnTime}, {LimitPolicy.PermitTime.TotalMilliseconds}

        """);
}
