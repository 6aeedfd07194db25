using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Reporting;

public sealed class SqliteReportStoreTests : ReportStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("reporting");

    protected override string Storage => $"sqlite:{folder.Path}";

    public void Dispose() => folder.Dispose();
}
