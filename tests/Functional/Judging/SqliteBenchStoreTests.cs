using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Judging;

public sealed class SqliteBenchStoreTests : BenchStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("judging");

    protected override string Storage => $"sqlite:{folder.Path}";

    public void Dispose() => folder.Dispose();
}
