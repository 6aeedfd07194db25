namespace MedHelm.Cli.Connection;

/// <summary>People type "quick-1"; the services say "runs/quick-1".</summary>
internal static class RunName
{
    private const string Prefix = "runs/";

    public static string Full(string text)
    {
        var id = Short(text.Trim());
        return id.Length > 0 && !id.Contains('/', StringComparison.Ordinal)
            ? Prefix + id
            : throw new CommandFailure(ExitCodes.BadUsage, $"'{text}' is not a run", "Name it as 'medhelm runs' lists it, such as runs/quick-1 or just quick-1.");
    }

    public static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
