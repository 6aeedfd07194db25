using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Judging;

public sealed class SqliteReviewStoreTests : ReviewStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("reviews");

    protected override string Storage => $"sqlite:{folder.Path}";

    public void Dispose() => folder.Dispose();
}
