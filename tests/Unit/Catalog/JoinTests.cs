using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class JoinTests
{
    private const string Rest = """

        mapping:
          id: "{{ row.id }}{% if row.b.n %}-{{ row.b.n }}{% endif %}"
          input: "INPUT"
          reference: "x"
        adaptation: generation
        prompt: "{{ input }}"
        parameters: {max_output_tokens: 16}
        metrics: [exact_match]
        """;

    [Theory]
    [InlineData("all", "1-10,1-11", "2")]
    [InlineData("first", "1-10", "2")]
    public void Matching_rows_are_joined_in_the_tables_order_and_a_row_without_any_is_counted(string keep, string ids, string unmatched)
    {
        using var own = new OwnBenchmark($$"""
            dataset:
              format: csv
              files: [{path: a.csv}]
              joins: [{as: b, path: b.csv, on: id, keep: {{keep}}}]
            """ + Rest.Replace("INPUT", "{{ row.b.n }}", StringComparison.Ordinal)).With("a.csv", "id\n1\n2\n").With("b.csv", "id,n\n1,10\n1,11\n3,12\n");

        var dataset = own.Load();

        Assert.Equal(ids, string.Join(',', dataset.Instances.Select(i => i.Id)));
        Assert.EndsWith($"record {int.Parse(unmatched, null) + 1}", Assert.Single(dataset.Skipped).Where[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeline_holds_what_came_before_in_order_of_time()
    {
        using var own = new OwnBenchmark("""
            dataset:
              format: csv
              files: [{path: labels.csv}]
              joins:
                - as: codes
                  path: events.csv
                  on: id
                  keep: list
                  until: {row: "{{ row.at }}", field: time}
                  order_by: time
                  take: code
            """ + Rest.Replace("INPUT", "{{ row.codes | join: ' ' }}.", StringComparison.Ordinal).Replace("{% if row.b.n %}-{{ row.b.n }}{% endif %}", "", StringComparison.Ordinal))
            .With("labels.csv", "id,at\n1,2020-03-01\n2,2020-03-01\n")
            .With("events.csv", "id,time,code\n1,2020-02-01,late\n1,2020-01-01,early\n1,2020-03-01T08:00:00,after\n1,,timeless\n1,2020-03-01,same day\n");

        var instances = own.Load().Instances;

        Assert.Equal(["early late same day.", "."], instances.Select(i => i.Input));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("/etc/hostname")]
    public void A_file_for_each_row_may_not_lie_outside(string person)
    {
        using var own = new OwnBenchmark("""
            dataset:
              format: csv
              files: [{path: a.csv}]
              joins: [{as: note, path: "{{ row.person }}", format: text}]
            """ + Rest.Replace("INPUT", "{{ row.note.text }}", StringComparison.Ordinal).Replace("{% if row.b.n %}-{{ row.b.n }}{% endif %}", "", StringComparison.Ordinal))
            .With("a.csv", $"id,person\n1,{person}\n").With("n.txt", "note");

        Assert.Contains("outside the folder", own.LoadError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_join_names_the_row_and_nothing_that_a_private_row_says()
    {
        const string Definition = """
            dataset:
              format: csv
              files: [{path: a.csv}]
              joins: [{as: b, path: b.csv, on: person}]
            """;
        string Error(string tier)
        {
            using var own = new OwnBenchmark(Definition + Rest.Replace("INPUT", "x", StringComparison.Ordinal), tier)
                .With("a.csv", "1,John Smith has HIV\n2,other\n").With("b.csv", "person,n\n1,10\n");
            return own.LoadError();
        }

        Assert.Contains("record 2: joins.b uses 'row[", Error("public"), StringComparison.Ordinal);
        Assert.Contains("John Smith", Error("public"), StringComparison.Ordinal);
        Assert.Contains("record 2: joins.b uses", Error("private"), StringComparison.Ordinal);
        Assert.DoesNotContain("John Smith", Error("private"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_a_joined_table_that_breaks_the_format_is_counted_and_a_file_for_a_row_holds_one()
    {
        using var own = new OwnBenchmark("""
            dataset:
              format: csv
              files: [{path: a.csv}]
              joins: [{as: b, path: b.csv, on: id, malformed_rows: skip}]
            """ + Rest.Replace("INPUT", "x", StringComparison.Ordinal)).With("a.csv", "id\n1\n").With("b.csv", "id,n\n1,10\n1,11,12\n");
        Assert.Contains("b.csv: record 3", Assert.Single(own.Load().Skipped).Where[0], StringComparison.Ordinal);

        using var several = new OwnBenchmark("""
            dataset:
              format: csv
              files: [{path: a.csv}]
              joins: [{as: note, path: "{{ row.person }}.csv"}]
            """ + Rest.Replace("INPUT", "x", StringComparison.Ordinal).Replace("{% if row.b.n %}-{{ row.b.n }}{% endif %}", "", StringComparison.Ordinal))
            .With("a.csv", "id,person\n1,p\n").With("p.csv", "t\none\ntwo\n");
        Assert.Contains("has several", several.LoadError(), StringComparison.Ordinal);
    }
}
