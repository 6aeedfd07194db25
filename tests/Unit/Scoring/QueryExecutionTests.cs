using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.ServiceDefaults.Storage.Sandbox;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class QueryExecutionTests : IDisposable
{
    private static readonly byte[] Database = ClinicDatabase.Bytes();
    private static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    private readonly FakeCatalog catalog = new();
    private readonly LeapingTime clock = new();
    private readonly AttachmentCache files;
    private readonly QueryExecution execution;

    public QueryExecutionTests()
    {
        files = new(catalog, TimeProvider.System);
        execution = new(files, new SqliteSandbox(new SandboxLimits { Steps = 20_000 }, clock));
    }

    [Fact]
    public async Task A_query_that_a_busy_machine_stopped_is_executed_again_when_it_comes_again()
    {
        clock.Leap = Busy;
        var stopped = await ExecuteAsync(100);
        Assert.Equal((QueryStatus.Stopped, "technical stop of a query: it takes longer than 30 seconds"), (stopped.Status, stopped.Detail));
        clock.Leap = TimeSpan.Zero;
        Assert.Equal([[100L]], (await ExecuteAsync(100)).Rows);
    }

    [Fact]
    public async Task What_rows_and_steps_decide_is_kept()
    {
        Assert.Equal([QueryStatus.Rows, QueryStatus.TooLarge], [(await ExecuteAsync(100)).Status, (await ExecuteAsync(100_000)).Status]);
        clock.Leap = Busy;
        Assert.Equal([QueryStatus.Rows, QueryStatus.TooLarge], [(await ExecuteAsync(100)).Status, (await ExecuteAsync(100_000)).Status]);
    }

    public void Dispose() => files.Dispose();

    private Task<QueryOutcome> ExecuteAsync(int number) =>
        execution.ExecuteAsync(catalog.Add(Database), new Query($"with recursive t(n) as (select 1 union all select n + 1 from t) select n from t where n = {number} limit 1", Repeatable: true), default);
}
