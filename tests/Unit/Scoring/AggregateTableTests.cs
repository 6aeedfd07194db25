using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
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
    public void An_empty_table_is_valid() => AggregateTable.Check(new AggregateRequest()).ThrowIfAny();

    private static AggregateValues Values(string model, params double[] values) => new() { Model = model, Values = { values } };
}
