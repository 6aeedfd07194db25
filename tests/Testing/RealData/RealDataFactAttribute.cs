using Xunit;

namespace MedHelm.Testing.RealData;

/// <summary>
/// A test on real data, skipped aloud without <see cref="RealDataFolder"/>. The test command counts those that ran by their class,
/// whose name must hold "RealData".
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute() => Skip = RealDataFolder.Missing;
}
