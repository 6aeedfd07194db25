using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Judging;

public sealed class SqliteVerdictStoreTests : VerdictStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("judging");

    protected override string Storage => $"sqlite:{folder.Path}";

    public void Dispose() => folder.Dispose();
}
