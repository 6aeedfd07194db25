using System.CommandLine;
using System.Globalization;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Marks as people type them: accuracy=4 clarity=3.5.</summary>
internal static class MarkArguments
{
    public static Argument<Mark[]> Argument() => new("MARK")
    {
        Description = "One for each criterion, such as accuracy=4",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = argument =>
        {
            var marks = new List<Mark>();
            foreach (var token in argument.Tokens)
            {
                var equals = token.Value.LastIndexOf('=');
                if (equals > 0 && double.TryParse(token.Value[(equals + 1)..], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score))
                    marks.Add(new Mark { Criterion = token.Value[..equals], Score = score });
                else
                    argument.AddError($"a mark must be CRITERION=NUMBER such as accuracy=4, was '{token.Value}'");
            }
            return [.. marks];
        },
    };
}
