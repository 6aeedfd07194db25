using Xunit;

namespace MedHelm.Testing.RealData;

/// <summary>The theory to <see cref="RealDataFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = RealDataFolder.Missing;
}
