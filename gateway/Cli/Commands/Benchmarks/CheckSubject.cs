using MedHelm.Catalog.Definitions;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>A definition to check.</summary>
/// <param name="Definition">Under one protocol.</param>
/// <param name="Protocol">The protocol, or all that it stands for.</param>
internal sealed record CheckSubject(BenchmarkDefinition Definition, string Protocol);
