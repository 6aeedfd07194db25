using System.CommandLine;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>How intervals and tests by resampling are made, as options.</summary>
internal sealed class ResamplingOptions
{
    private readonly Option<int> resamples = new("--resamples") { Description = "How many resamples (else 10,000)", HelpName = "N" };
    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of the random numbers (else 0); the same seed gives the same numbers", HelpName = "N" };
    private readonly Option<double> level = new("--level") { Description = "Confidence level (else 0.95)", HelpName = "SHARE" };
    private readonly Option<string?> method = new("--method") { Description = "Kind of interval (else percentile)" };

    /// <param name="command">Takes the options.</param>
    /// <param name="withT">Whether Student's t is offered, which means alone have.</param>
    public ResamplingOptions(Command command, bool withT = false)
    {
        string[] methods = withT ? ["percentile", "bca", "t"] : ["percentile", "bca"];
        method.HelpName = string.Join('|', methods);
        method.AcceptOnlyFromAmong(methods);
        command.Options.Add(resamples);
        command.Options.Add(seed);
        command.Options.Add(level);
        command.Options.Add(method);
    }

    public Resampling Read(ParseResult parse) => new()
    {
        Resamples = parse.GetValue(resamples),
        Seed = parse.GetValue(seed),
        Level = parse.GetValue(level),
        Method = parse.GetValue(method) switch { "percentile" => IntervalMethod.Percentile, "bca" => IntervalMethod.Bca, "t" => IntervalMethod.T, _ => IntervalMethod.Unspecified },
    };
}
