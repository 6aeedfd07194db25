using System.CommandLine;
using System.Globalization;

namespace MedHelm.Cli.Commands;

internal static class WholeNumber
{
    /// <summary>An option for a number from 1; anything else is bad usage, said in plain words.</summary>
    public static Option<int?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return number;
            argument.AddError($"{name} must be a whole number from 1, was '{text}'");
            return null;
        },
    };
}
