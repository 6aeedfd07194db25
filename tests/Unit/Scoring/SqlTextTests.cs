using MedHelm.Scoring.Metrics.EhrSql;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class SqlTextTests
{
    private const string Now = "'2105-12-31 23:59:00'";

    [Theory]
    [InlineData("select 1", "select 1", "whole")]
    [InlineData("  SELECT `a` FROM t;\n", "SELECT `a` FROM t;", "whole")]
    [InlineData("sql\nselect 1", "select 1", "whole")]
    [InlineData("`select 1`", "select 1", "whole")]
    [InlineData("-- the count\nselect 1", "-- the count\nselect 1", "whole")]
    [InlineData("with recursive t(n) as (select 1) select n from t", "with recursive t(n) as (select 1) select n from t", "whole")]
    [InlineData("drop table patient", "drop table patient", "whole")]
    [InlineData("<sql>select 1</sql>", "select 1", "tags")]
    [InlineData("< SQL >select 1<sql>", "select 1", "tags")]
    [InlineData("First <sql>select 1</sql>, better <sql>\nselect 2\n</sql>.", "select 2", "tags")]
    [InlineData("<sql>select 1", "select 1", "tags")]
    [InlineData("<sql>```sql\nselect 1\n```</sql>", "select 1", "tags")]
    [InlineData("Here:\n```sql\nselect 1\n```\nDone.", "select 1", "fence")]
    [InlineData("```\nselect 1", "select 1", "fence")]
    [InlineData("select 1\n```", "select 1", "fence")]
    [InlineData("~~~sql\nselect 1\n~~~", "select 1", "fence")]
    [InlineData("{\"sql\": \"select 1\"}", "select 1", "whole")]
    [InlineData("```json\n{\"query\": \"select 1\"}\n```", "select 1", "fence")]
    [InlineData("{\"query\": null}", null, "empty")]
    [InlineData("**SQL:** select 1", "select 1", "whole")]
    [InlineData("<think>select 2?</think>select 1", "select 1", "whole")]
    [InlineData("The query is: SELECT a FROM t", "SELECT a FROM t", "after_prose")]
    [InlineData("This asks for names.\n\nselect a from t", "select a from t", "after_prose")]
    [InlineData("", null, "empty")]
    [InlineData("<sql></sql>", null, "empty")]
    [InlineData("null", null, "null")]
    [InlineData("\"NULL\".", null, "null")]
    [InlineData("<sql>null</sql>", null, "null")]
    [InlineData("I cannot answer this with the tables given.", null, "declined")]
    [InlineData("With these tables, the question cannot be answered.", null, "declined")]
    public void The_query_of_an_answer_is_read_without_what_stands_around_it(string text, string? sql, string rule)
    {
        var given = SqlAnswer.Of(text);
        Assert.Equal((sql, rule), (given.Sql?.Trim(), given.Rule));
    }

    [Theory]
    [InlineData("select current_time", "select " + Now)]
    [InlineData("select CURRENT_TIMESTAMP, current_date", "select " + Now + ", '2105-12-31'")]
    [InlineData("select datetime('now','-1 year')", "select datetime(" + Now + ",'-1 year')")]
    [InlineData("select datetime(current_time,'start of year','-0 year')", "select datetime(" + Now + ",'start of year','-0 year')")]
    [InlineData("select strftime('%Y', 'NOW') , date ( \"now\" )", "select strftime('%Y', " + Now + ") , date ( " + Now + " )")]
    [InlineData("select strftime('%y-%m', t.d), strftime('%j',d), '%y %j'", "select strftime('%Y-%m', t.d), strftime('%J',d), '%y %j'")]
    [InlineData("select date(), strftime('%Y'), date(x)", "select date(" + Now + "), strftime('%Y', " + Now + "), date(x)")]
    [InlineData("select date((select max(d) from t))", "select date((select max(d) from t))")]
    [InlineData("select datetime('now','localtime')", "select datetime(" + Now + ",'+0 days')")]
    [InlineData("select 'now', 'current_time', \"current_time\", t.current_time, `current_time` -- current_time", null)]
    [InlineData("select max('now') /* date('now') */ from now", null)]
    [InlineData("select current_times, my_current_time, 'it''s current_time", null)]
    [InlineData("select ')' from t where a = '(' and b = \"'\"", null)]
    public void The_clock_is_set_where_a_query_looks_at_it_and_nowhere_else(string sql, string? set) => Assert.Equal(set ?? sql, FixedClock.Set(sql));

    [Fact]
    public void Rows_are_alike_as_sets_with_a_tolerance_for_numbers()
    {
        Assert.True(RowSets.Alike([[1L, "a"], [2L, null], [1L, "a"]], [[2.0, null], [1.0000000000001, "a"]]));
        Assert.True(RowSets.Alike([["5"]], [[5L]]));
        Assert.False(RowSets.Alike([[1.00001]], [[1L]]));
        Assert.False(RowSets.Alike([[1L], [2L]], [[1L]]));
        Assert.False(RowSets.Alike([[1L]], [[1L, 1L]]));
        Assert.False(RowSets.Alike([[null]], [["x"]]));
        Assert.False(RowSets.Alike([["a", "b"]], [["b", "a"]]));
        Assert.True(RowSets.Alike([[new byte[] { 1, 2 }]], [[new byte[] { 1, 2 }]]));
        Assert.False(RowSets.Alike([[9007199254740993L]], [[9007199254740992L]]));
    }

    [Fact]
    public void Rows_are_the_same_as_Python_compares_tuples()
    {
        Assert.True(RowSets.Same([[1L], [1L]], [[1.0]]));
        Assert.False(RowSets.Same([[1.0000000000001]], [[1L]]));
        Assert.False(RowSets.Same([["5"]], [[5L]]));
    }
}
