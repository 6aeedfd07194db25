using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Scoring;

public sealed class SqliteScoreStoreTests : ScoreStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("scoring");

    protected override string Storage => $"sqlite:{folder.Path}";

    public void Dispose() => folder.Dispose();
}
