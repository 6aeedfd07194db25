using System.Text;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

public sealed class RatingImportTests : ReviewsOnSqlite
{
    private const string Header = "rater,benchmark,instance_id,candidate,accuracy,clarity";
    private const string Table = Header + "\nana,b,q1,m,4,5\nbo,b,q1,m,3,4\nana,c,q1,m,1,2\n";

    [Fact]
    public async Task A_table_becomes_a_set_that_counts_what_is_in_it()
    {
        var set = (await ImportAsync(Table)).RatingSet;

        Assert.Equal(("ratingSets/some-set", 3, 2, 1, 2, false), (set.Name, set.Ratings, set.Answers, set.DoublyRated, set.Raters, set.WithJury));
        Assert.Equal(["accuracy", "clarity"], set.Criteria);
        Assert.Equal((1, 1), (set.AnswersByBenchmark["b"], set.AnswersByBenchmark["c"]));
        Assert.Equal([set], (await Service.ListRatingSets(new(), Call)).RatingSets);
    }

    [Fact]
    public async Task Marks_of_order_quotes_case_and_encoding_do_not_matter_and_other_columns_are_named()
    {
        var csv = "\ufeffAccuracy,\"Username\",specialty,dataset_name,instance,model_key,model,LLM_accuracy\r\n5,\"JosÃ©\",\"Skin, hair\nand nails\",b,\"q \"\"1\"\"\",m,x,4.333333333\r\n\r\n4,José,,b,q2,m,x,\r\n";

        var reply = await ImportAsync(csv);

        Assert.Equal((2, 1, true), (reply.RatingSet.Ratings, reply.RatingSet.Raters, reply.RatingSet.WithJury));
        Assert.Equal(["specialty", "model"], reply.IgnoredColumns);
    }

    [Fact]
    public async Task The_same_table_again_changes_nothing_and_another_under_its_name_is_refused()
    {
        Assert.False((await ImportAsync(Table)).AlreadyThere);

        Assert.True((await ImportAsync(Table)).AlreadyThere);
        Assert.Equal(StatusCode.AlreadyExists, (await Assert.ThrowsAsync<RpcException>(() => ImportAsync(Table + "bo,c,q1,m,1,2\n"))).StatusCode);
        Assert.Equal(StatusCode.AlreadyExists, (await Assert.ThrowsAsync<RpcException>(() => ImportAsync(Table, request => request.ScaleMax = 6))).StatusCode);
        Assert.Single((await Service.ListRatingSets(new(), Call)).RatingSets);
    }

    [Fact]
    public async Task Ratings_of_a_run_are_refused_where_the_run_has_no_such_answer_without_repeating_what_stands_there()
    {
        var csv = Header + $"\nana,{ReviewedRun.Open},q1,{ReviewedRun.Candidates[0]},4,5\nana,{ReviewedRun.Open},unknown-instance,{ReviewedRun.Candidates[0]},4,5\nana,nothing,q1,unknown-model,4,5\n";

        var error = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(csv, request => request.Run = ReviewedRun.Name));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var said = error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Description).ToList();
        Assert.Equal(3, said.Count);
        Assert.Contains(ReviewedRun.Candidates[0], said[0], StringComparison.Ordinal);
        Assert.Contains("exam, note_quality", said[2], StringComparison.Ordinal);
        Assert.All(said, description => Assert.StartsWith("1 row(s)", description, StringComparison.Ordinal));
        Assert.DoesNotContain(said, description => description.Contains("unknown", StringComparison.Ordinal) || description.Contains("nothing", StringComparison.Ordinal));
        Assert.Empty((await Service.ListRatingSets(new(), Call)).RatingSets);
    }

    [Theory]
    [InlineData("", "header")]
    [InlineData(Header + "\n", "row below the header")]
    [InlineData("rater,benchmark,candidate,accuracy\n", "'instance_id' or 'instance'")]
    [InlineData("rater,benchmark,instance,candidate\nana,b,q1,m\n", "no column of a criterion")]
    [InlineData("rater;benchmark;instance;candidate;accuracy\nana;b;q1;m;4\n", "commas")]
    [InlineData(Header + ",ACCURACY\nana,b,q1,m,4,4,4\n", "'accuracy' is there 2 times")]
    [InlineData(Header + "\nana,b,q1,m,4\n", "line 2: has 5 values")]
    [InlineData(Header + "\nana,b,q1,m,4,5\nana,b,q1,m,4,5\n", "line 3: the rater rated the same answer in line 2")]
    [InlineData(Header + "\n JosÃ©,b,q1,m,4,5\nJosé,b,q1,m,4,5\n", "line 3: the rater rated the same answer in line 2")]
    [InlineData(Header + "\nana,b,q1,m,6,5\n", "line 2, column 'accuracy': must be a number from 1 to 5")]
    [InlineData(Header + "\nana,b,q1,m,NaN,5\n", "line 2, column 'accuracy'")]
    [InlineData(Header + "\nana,b,q1,m,1e999,5\n", "line 2, column 'accuracy'")]
    [InlineData(Header + "\nana,b,q1,m,,5\n", "line 2, column 'accuracy'")]
    [InlineData(Header + "\nana,b,q1,m,=1+1,5\n", "line 2, column 'accuracy'")]
    [InlineData(Header + "\nana,b,q1,m,\"4,5\",5\n", "line 2, column 'accuracy'")]
    [InlineData(Header + "\n,b,q1,m,4,5\n", "line 2, column 'rater'")]
    [InlineData(Header + "\nana,b,q\u00001,m,4,5\n", "line 2, column 'instance_id'")]
    [InlineData(Header + "\nana,b,q1,\"m,4,5\n", "quotation mark")]
    [InlineData(Header + ",llm_accuracy\nana,b,q1,m,4,5,4\n", "not for 'clarity'")]
    [InlineData("rater,benchmark,instance,candidate,accuracy,jury_accuracy\nana,b,q1,m,4,4\nbo,b,q1,m,4,3\n", "line 3: the jury's marks differ")]
    [InlineData("rater,benchmark,instance,candidate,accuracy,jury_accuracy\nana,b,q1,m,4,9\n", "line 2, column 'jury_accuracy'")]
    public async Task A_table_that_is_wrong_is_refused_whole_with_line_and_column(string csv, string expected)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(csv));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(expected, string.Join('\n', error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Description)), StringComparison.Ordinal);
        Assert.Empty((await Service.ListRatingSets(new(), Call)).RatingSets);
    }

    [Fact]
    public async Task What_stands_in_a_wrong_cell_is_not_repeated()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(Header + "\nana,b,q1,m,patient Smith has a cough,5\n"));

        Assert.DoesNotContain("Smith", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_is_named_at_once()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(Header + "\nana,b,q1,m,6,7\nbo,b,q1,m,x,5\n"));

        Assert.Equal(3, error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Count);
    }

    [Fact]
    public async Task A_table_beyond_four_megabytes_is_refused()
    {
        var csv = new StringBuilder(Header).Append('\n');
        while (csv.Length < 4_000_001) csv.Append("ana,b,q,m,4,5\n");

        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ImportAsync(csv.ToString()))).StatusCode);
    }

    [Fact]
    public async Task Ratings_without_a_jury_have_no_certificate_and_unknown_sets_are_not_found()
    {
        await ImportAsync(Table);

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => Service.CertifyRatings(new() { Name = "ratingSets/some-set" }, Call))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Service.CertifyRatings(new() { Name = "ratingSets/another" }, Call))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Service.CertifyRatings(new() { Name = "ratingSets/some-set", Benchmarks = { "d" } }, Call))).StatusCode);
    }

    [Fact]
    public async Task An_answer_is_an_item_with_means_over_criteria_and_thirty_of_them_certify()
    {
        string Rows(int answers) => string.Concat(Enumerable.Range(0, answers).Select(i => $"ana,b,q{i},m,{1 + (i % 5)},2,4,5\nbo,b,q{i},m,3,4,4,5\n"));
        const string WithJury = Header + ",llm_accuracy,llm_clarity\n";
        await ImportAsync(WithJury + Rows(29), request => request.SetId = "twenty-nine");
        await ImportAsync(WithJury + Rows(30), request => request.SetId = "thirty");

        var short1 = (await Service.CertifyRatings(new() { Name = "ratingSets/twenty-nine" }, Call)).Certificate;
        var enough = (await Service.CertifyRatings(new() { Name = "ratingSets/thirty" }, Call)).Certificate;

        var item = Statistics.Measured[0].Answers.Single(answer => answer.Item == "b|q0|m");
        Assert.Equal((4.5, "1.5 3.5"), (item.Jury, string.Join(' ', item.Clinicians.Select(said => said.Value))));
        Assert.Equal((false, true), (short1.Certified, enough.Certified));
        Assert.Contains("1 more", Assert.Single(short1.Missing), StringComparison.Ordinal);
        Assert.Equal((LabelSource.SameAnswers, "ratingSets/thirty", 30), (enough.LabelSource, Assert.Single(enough.Labels), enough.MinLabelled));
    }

    private Task<ImportRatingsResponse> ImportAsync(string csv, Action<ImportRatingsRequest>? change = null)
    {
        var request = new ImportRatingsRequest { SetId = "some-set", Csv = csv };
        change?.Invoke(request);
        return Service.ImportRatings(request, Call);
    }
}
