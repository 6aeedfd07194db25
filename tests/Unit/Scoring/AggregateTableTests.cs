using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class AggregateTableTests
{
    [Fact]
    public void Every_violation_of_a_table_is_named_at_once()
    {
        var table = new AggregateRequest
        {
            Columns =
            {
                new AggregateColumn { Benchmark = "a", Direction = Direction.HigherIsBetter, RangeMax = 1, Models = { Values("x", 0.5, 2, 3), Values("x"), Values("") } },
                new AggregateColumn { Benchmark = "a", RangeMin = 5, RangeMax = 1, Models = { Values("y", double.NaN) } },
                new AggregateColumn { Direction = Direction.LowerIsBetter, RangeMax = double.PositiveInfinity },
            },
        };

        var refusal = Assert.Throws<RpcException>(() => AggregateTable.Check(table).ThrowIfAny());

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal(
            [
                "columns[0].models[0].values[1]", "columns[0].models[1].model", "columns[0].models[2].model",
                "columns[1].benchmark", "columns[1].direction", "columns[1].range_max", "columns[1].models[0].values[0]",
                "columns[2].benchmark", "columns[2].range_max",
            ],
            refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Theory]
    [InlineData(1.7e308)]
    [InlineData(-1.7e308)]
    [InlineData(1.1e100)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_no_statistic_can_be_made_of_is_a_violation(double value)
    {
        var table = new AggregateRequest { Columns = { new AggregateColumn { Benchmark = "a", Direction = Direction.HigherIsBetter, RangeMin = -1e300, RangeMax = 1e300, Models = { Values("x", value) } } } };

        var refusal = Assert.Throws<RpcException>(() => AggregateTable.Check(table).ThrowIfAny());

        Assert.Equal(
            ["columns[0].range_min", "columns[0].range_max", "columns[0].models[0].values[0]"],
            refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public void What_a_column_says_of_its_instances_must_fit_its_values()
    {
        var column = new AggregateColumn { Benchmark = "a", Direction = Direction.HigherIsBetter, RangeMax = 1, Instances = 3, Clusters = { "p", "q" } };
        column.Models.Add(With(Values("too_many", 1, 1, 1, 1), _ => { }));
        column.Models.Add(With(Values("falling", 1, 1), v => v.Positions.Add([2, 1])));
        column.Models.Add(With(Values("outside", 1, 1), v => v.Positions.Add([0, 3])));
        column.Models.Add(With(Values("fewer", 1, 1), v => v.Positions.Add(0)));
        column.Models.Add(With(Values("planned", 1, 1), v => (v.Planned, v.Unscored[0].Count) = (2, 1)));
        column.Models.Add(With(Values("unscored", 1), v => v.Unscored.Add([new UnscoredTally { Reason = "r" }, new UnscoredTally { Reason = "s", Count = -1 }])));
        column.Models.Add(With(Values("fits", 1, 0), v =>
        {
            v.Positions.Add([0, 2]);
            (v.Planned, v.Unscored[0].Count) = (3, 1);
        }));

        var refusal = Assert.Throws<RpcException>(() => AggregateTable.Check(new() { Columns = { column } }).ThrowIfAny());

        Assert.Equal(
            [
                "columns[0].clusters", "columns[0].models[0].values", "columns[0].models[1].positions[1]", "columns[0].models[2].positions[1]", "columns[0].models[3].positions",
                "columns[0].models[4].planned", "columns[0].models[5].unscored[1].reason", "columns[0].models[5].unscored[2].count",
            ],
            refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public void Values_of_a_clipped_column_may_lie_outside_its_range_but_must_be_numbers()
    {
        var column = new AggregateColumn { Benchmark = "a", Direction = Direction.HigherIsBetter, RangeMax = 1, Clipped = true, Models = { Values("x", -3, 1) } };
        AggregateTable.Check(new() { Columns = { column } }).ThrowIfAny();
        column.Models[0].Values.Add(double.NaN);
        var refusal = Assert.Throws<RpcException>(() => AggregateTable.Check(new() { Columns = { column } }).ThrowIfAny());
        Assert.Equal("columns[0].models[0].values[2]", Assert.Single(refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public void Conventions_must_be_known_and_a_maximum_that_divides_must_be_above_zero()
    {
        var column = new AggregateColumn { Benchmark = "a", Direction = Direction.HigherIsBetter, RangeMin = -1 };
        var conventions = new Conventions { WinRate = (WinConvention)9, MissingCells = (MissingCells)9, Rescaling = Rescaling.Maximum };
        var refusal = Assert.Throws<RpcException>(() => AggregateTable.Check(new() { Columns = { column }, Conventions = conventions }).ThrowIfAny());
        Assert.Equal(
            ["conventions.win_rate", "conventions.missing_cells", "columns[0].range_max"],
            refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public void An_empty_table_is_valid() => AggregateTable.Check(new AggregateRequest()).ThrowIfAny();

    // One tally, so that a test can say how many are unscored.
    private static AggregateValues With(AggregateValues values, Action<AggregateValues> change)
    {
        values.Unscored.Add(new UnscoredTally { Reason = "r" });
        change(values);
        return values;
    }

    private static AggregateValues Values(string model, params double[] values) => new() { Model = model, Values = { values } };
}
