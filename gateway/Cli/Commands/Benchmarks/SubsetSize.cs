namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed record SubsetSize(string Name, int Instances);
