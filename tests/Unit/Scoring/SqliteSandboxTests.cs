using System.Diagnostics;
using MedHelm.ServiceDefaults.Storage.Sandbox;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class SqliteSandboxTests : IDisposable
{
    private const string Forever = "with recursive t(n) as (select 1 union all select n + 1 from t) ";
    private static readonly byte[] Database = ClinicDatabase.Bytes();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm sandbox#%41");
    private readonly string file;
    private readonly SqliteSandbox sandbox = new(new SandboxLimits { Steps = 1_000_000 }, TimeProvider.System);

    public SqliteSandboxTests() => File.WriteAllBytes(file = Path.Combine(folder.FullName, "clinic db.sqlite"), Database);

    [Fact]
    public async Task A_query_gives_its_rows_with_their_types()
    {
        var result = await QueryAsync("select id, name, weight, x'0102' from patient where id in (1, 3) order by id;  -- done\n /* really */ ;");
        Assert.Equal(SandboxStatus.Rows, result.Status);
        Assert.Equal([[1L, "Ada", 60.5, new byte[] { 1, 2 }], [3L, null, null, new byte[] { 1, 2 }]], result.Rows);
    }

    [Theory]
    [InlineData("with heavy as (select * from patient where weight > 70) select name from heavy", "Bo")]
    [InlineData("select json_extract('{\"a\": \"b\"}', '$.a')", "b")]
    [InlineData("select value from json_each('[\"x\"]')", "x")]
    [InlineData("select name from patient where name = \"Ada\"", "Ada")]
    [InlineData("select first_value(name) over (order by id) from patient limit 1", "Ada")]
    [InlineData(Forever + "select 'end' from t where n = 1000 limit 1", "end")]
    public async Task Whatever_only_reads_is_allowed(string sql, string value) => Assert.Equal(value, Assert.Single(Assert.Single((await QueryAsync(sql)).Rows)));

    [Theory]
    [InlineData("drop table patient")]
    [InlineData("delete from patient")]
    [InlineData("insert into patient(id) values (9) returning id")]
    [InlineData("update patient set name = 'x'")]
    [InlineData("create table t(a)")]
    [InlineData("create temp table t as select * from patient")]
    [InlineData("attach database 'other.db' as other")]
    [InlineData("pragma writable_schema = 1")]
    [InlineData("pragma table_info(patient)")]
    [InlineData("select * from pragma_database_list")]
    [InlineData("select load_extension('evil')")]
    [InlineData("select fts3_tokenizer('simple')")]
    [InlineData("vacuum into 'copy.db'")]
    [InlineData("vacuum")]
    [InlineData("begin")]
    [InlineData("select 1; select 2")]
    [InlineData("select 1; drop table patient")]
    [InlineData("select 1 -- x\n; /* y */ delete from patient")]
    [InlineData("select nothing from patient")]
    [InlineData("select * from nobody")]
    [InlineData("selec 1")]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("select 1\0; drop table patient")]
    [InlineData("select readfile('/etc/hostname')")]
    public async Task Whatever_does_not_is_refused_and_changes_nothing(string sql)
    {
        var result = await QueryAsync(sql);
        Assert.Equal(SandboxStatus.Failed, result.Status);
        Assert.Empty(result.Rows);
        Assert.NotEmpty(result.Problem);
    }

    [Theory]
    [InlineData(Forever + "select count(*) from t")]
    [InlineData(Forever + "select n from t")]
    [InlineData("select count(*) from patient a, patient b, patient c, patient d, patient e, patient f, patient g, patient h, patient i, patient j, patient k, patient l, patient m, patient n, patient o, patient p, patient q, patient r, patient s")]
    [InlineData(Forever + "select group_concat(n) from t")]
    [InlineData(Forever + "select distinct randomblob(100000) || n from t")]
    [InlineData(Forever + "select count(*) from (select distinct n from t)")]
    [InlineData("select randomblob(1000000000)")]
    [InlineData("select replace(hex(zeroblob(100000)), '0', '0000000000')")]
    [InlineData(Forever + "select hex(randomblob(100000)) from t")]
    [InlineData("select 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' || hex(zeroblob(100000)) like replace(hex(zeroblob(200)), '0', '%0_') from patient a, patient b, patient c, patient d")]
    public async Task Whatever_takes_too_much_ends_soon(string sql)
    {
        var watch = Stopwatch.StartNew();
        var result = await QueryAsync(sql).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(result.Status is SandboxStatus.LimitPassed or SandboxStatus.Failed, result.Status.ToString());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Empty(result.Rows);
    }

    [Fact]
    public async Task The_number_of_steps_decides_however_slow_the_machine_is()
    {
        foreach (var leap in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(10) })
        {
            var clock = new LeapingTime { Leap = leap };
            Assert.Equal((SandboxStatus.LimitPassed, "it takes more than 50000 steps"), Outcome(await new SqliteSandbox(new() { Steps = 50_000 }, clock).QueryAsync(file, CountTo(10_000), default)));
            Assert.Equal((SandboxStatus.Rows, ""), Outcome(await new SqliteSandbox(new() { Steps = 50_000 }, clock).QueryAsync(file, CountTo(1_000), default)));
        }
    }

    [Fact]
    public async Task Whether_a_query_is_just_within_its_steps_is_the_same_each_time()
    {
        var (enough, tooFew) = (1_000_000L, 0L);
        while (enough - tooFew > 50)
        {
            var steps = (enough + tooFew) / 2;
            if (await StatusAsync(steps) == SandboxStatus.Rows) enough = steps;
            else tooFew = steps;
        }
        for (var i = 0; i < 20; i++) Assert.Equal((SandboxStatus.Rows, SandboxStatus.LimitPassed), (await StatusAsync(enough), await StatusAsync(tooFew)));

        async Task<SandboxStatus> StatusAsync(long steps) => (await new SqliteSandbox(new() { Steps = steps }, TimeProvider.System).QueryAsync(file, CountTo(500), default)).Status;
    }

    [Fact]
    public async Task Time_and_memory_stop_a_query_without_saying_that_it_is_too_large()
    {
        Assert.Equal(
            (SandboxStatus.Stopped, "it takes longer than 30 seconds"),
            Outcome(await new SqliteSandbox(new(), new LeapingTime { Leap = TimeSpan.FromSeconds(20) }).QueryAsync(file, CountTo(10_000), default)));
        Assert.Equal(
            (SandboxStatus.Stopped, "it takes too much memory"),
            Outcome(await new SqliteSandbox(new() { Memory = 1 << 24 }, TimeProvider.System).QueryAsync(file, Forever + "select randomblob(100000) || n from t order by 1", default)));
    }

    [Theory]
    [InlineData("c{0}", "c{0} a, c{0} b", 18)]
    [InlineData("\"C{0}\"", "[c{0}] a, 'c{0}' b, `c{0}` d", 10)]
    [InlineData("c{0} (x)", "c{0} a, (with inside as (select x from c{0}) select x from inside) b", 18)]
    public async Task Tables_that_multiply_by_mentioning_each_other_are_refused_before_they_are_written_out(string name, string mentions, int depth)
    {
        var tables = Enumerable.Range(1, depth).Select(i => string.Format(name, i) + " as /* ( */ materialized (select a.x from " + string.Format(mentions, i - 1) + ")");
        var watch = Stopwatch.StartNew();
        var result = await QueryAsync($"with c0 as (select 1 as x union all select 1), {string.Join(", ", tables)} select count(*) from c{depth}");
        Assert.Equal((SandboxStatus.LimitPassed, "it is too long or too deeply nested"), (result.Status, result.Problem));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_chain_of_tables_is_a_query_like_others()
    {
        var chain = string.Join(", ", Enumerable.Range(1, 40).Select(i => $"c{i} as (select x from c{i - 1} where x in (select x from c0))"));
        Assert.Equal([[1L]], (await QueryAsync($"with c0 as (select 1 as x), {chain} select * from c40")).Rows);
    }

    [Fact]
    public async Task More_rows_than_allowed_are_no_rows()
    {
        Assert.Equal(10_000, (await QueryAsync(Forever + "select n from t limit 10000")).Rows.Count);
        Assert.Equal((SandboxStatus.LimitPassed, "it gives more than 10000 rows"), await QueryAsync(Forever + "select n from t limit 10001") is var result ? (result.Status, result.Problem) : default);
    }

    [Theory]
    [InlineData("no database at all, but long enough to look like one in every other respect, such as having more than a hundred bytes in it")]
    [InlineData("")]
    public async Task A_file_that_is_no_database_is_said_to_be_none(string text)
    {
        var other = Path.Combine(folder.FullName, "other");
        await File.WriteAllTextAsync(other, text);
        Assert.Equal(SandboxStatus.NoDatabase, (await sandbox.QueryAsync(other, "select 1", default)).Status);
        Assert.Equal(SandboxStatus.NoDatabase, (await sandbox.QueryAsync(other + "-missing", "select 1", default)).Status);
    }

    [Fact]
    public async Task Problems_quote_neither_query_nor_data() =>
        Assert.Equal(
            ["no such column", "no such table", "syntax error"],
            [(await QueryAsync("select secret from patient")).Problem, (await QueryAsync("select * from secret")).Problem, (await QueryAsync("select 1 secret from from")).Problem]);

    [Fact]
    public async Task A_query_that_nobody_waits_for_is_stopped()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SqliteSandbox(new SandboxLimits(), TimeProvider.System).QueryAsync(file, Forever + "select count(*) from t", impatient.Token));
        Assert.Equal(SandboxStatus.Rows, (await QueryAsync("select 1")).Status);
    }

    public void Dispose()
    {
        Assert.Equal(Database, File.ReadAllBytes(file));
        Assert.All(Directory.GetFiles(folder.FullName), path => Assert.DoesNotContain(Path.GetFileName(path), new[] { "copy.db", "clinic db.sqlite-wal", "clinic db.sqlite-shm" }));
        folder.Delete(recursive: true);
    }

    private static string CountTo(int number) => $"{Forever}select n from t where n = {number} limit 1";

    private static (SandboxStatus Status, string Problem) Outcome(SandboxResult result) => (result.Status, result.Problem);

    private Task<SandboxResult> QueryAsync(string sql) => sandbox.QueryAsync(file, sql, default);
}
