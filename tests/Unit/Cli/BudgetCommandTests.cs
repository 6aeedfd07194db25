using Google.Rpc;
using Grpc.Core;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class BudgetCommandTests
{
    private static readonly Budget Icu = new() { Name = "projects/icu/monthly", LimitNanoUsd = 200_000_000_000, SpentNanoUsd = 150_250_000_000, ReservedNanoUsd = 1_000_000_000, Month = "2026-11", PresumedNanoUsd = 30_000_000 };
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public BudgetCommandTests() => cli = new CommandLineHarness(services);

    [Fact]
    public async Task A_limit_is_set_to_the_billionth()
    {
        services.On<SetBudgetRequest>("SetBudget", r => new SetBudgetResponse { Budget = new Budget { Name = r.Name, LimitNanoUsd = r.LimitNanoUsd } });

        Assert.Equal(0, await cli.InvokeAsync("budget", "set", "runs/quick-1", "10.123456789"));
        Assert.Equal(new SetBudgetRequest { Name = "runs/quick-1", LimitNanoUsd = 10_123_456_789 }, Assert.Single(services.Requests));
        Assert.Contains("runs/quick-1", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("list")]
    public async Task A_budget_shows_what_is_left_and_what_is_presumed(string command)
    {
        services.On<GetBudgetRequest>("GetBudget", _ => new GetBudgetResponse { Budget = Icu });
        services.On<ListBudgetsRequest>("ListBudgets", _ => new ListBudgetsResponse { Budgets = { Icu } });

        Assert.Equal(0, await cli.InvokeAsync(command == "show" ? ["budget", "show", Icu.Name] : ["budget", "list"]));
        Assert.Matches(@"projects/icu/monthly\s+\$200\.00\s+\$150\.25\s+\$1\.00\s+\$48\.75\s+2026-11", cli.Output);
        Assert.Contains("$0.03 of what is spent is presumed", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_goes_over_all_pages()
    {
        services.On<ListBudgetsRequest>("ListBudgets", r => r.PageToken.Length == 0
            ? new ListBudgetsResponse { Budgets = { Icu }, NextPageToken = "2" }
            : new ListBudgetsResponse { Budgets = { new Budget { Name = "runs/r" } } });

        Assert.Equal(0, await cli.InvokeAsync("budget", "--json"));
        Assert.Equal([Icu.Name, "runs/r"], ListBudgetsResponse.Parser.ParseJson(cli.Output).Budgets.Select(b => b.Name));
    }

    [Fact]
    public async Task A_limit_is_taken_away()
    {
        services.On<RemoveBudgetRequest>("RemoveBudget", _ => new RemoveBudgetResponse());

        Assert.Equal(0, await cli.InvokeAsync("budget", "remove", "installation"));
        Assert.Equal("installation has no limit any more.\n", cli.Output);
    }

    [Fact]
    public async Task An_unknown_budget_is_bad_usage_with_the_way_to_find_one()
    {
        var missing = new Google.Rpc.Status { Code = (int)Code.NotFound, Message = "There is no budget 'runs/no'.", Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = "BUDGET_NOT_FOUND" }) } };
        services.On<GetBudgetRequest>("GetBudget", _ => throw missing.ToRpcException());

        Assert.Equal(2, await cli.InvokeAsync("budget", "show", "runs/no"));
        Assert.Contains("medhelm budget list", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_is_not_there_is_not_taken_away()
    {
        services.On<RemoveBudgetRequest>("RemoveBudget", _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no budget 'installation'.")));

        Assert.Equal(2, await cli.InvokeAsync("budget", "remove", "installation"));
        Assert.Contains("budget installation has no limit", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_of_a_run_that_does_not_exist_is_bad_usage()
    {
        services.On<GetRunRequest>("GetRun", _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no run 'runs/no'.")));
        services.On<GetLedgerRequest>("GetLedger", _ => new GetLedgerResponse());

        Assert.Equal(2, await cli.InvokeAsync("ledger", "no"));
        Assert.Contains("There is no run 'runs/no'.", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000L, true)]
    [InlineData(1_234_567_890_123L, false)]
    public async Task The_ledger_keeps_every_word_whole_at_the_width_of_a_terminal(long tokens, bool inOneTable)
    {
        const string Deployment = "anthropic/claude-3-7-sonnet-20250219";
        var usage = new Usage { InputTokens = tokens, CachedInputTokens = tokens, OutputTokens = tokens, CacheWriteTokens = inOneTable ? 0 : tokens };
        services.On<GetRunRequest>("GetRun", _ => new GetRunResponse { Run = new Run() });
        services.On<GetLedgerRequest>("GetLedger", _ => new GetLedgerResponse { Lines = { new LedgerLine { Deployment = Deployment, Purpose = Purpose.Candidate, Calls = 12_000, Usage = usage, CostNanoUsd = 1_500_000_000, PriceVersion = $"{Deployment}@2025-02-24" } } });

        Assert.Equal(0, await cli.InvokeAsync("ledger", "quick-1"));
        Assert.Matches(inOneTable ? @"Deployment\s+For\s+Class\s+Input\s+Cached\s+Output\s+Calls\s+Cost" : @"Deployment\s+For\s+Class\s+Calls\s+Cost", cli.Output);
        Assert.Contains(inOneTable ? $"{Deployment}: prices {Deployment}@2025-02-24" : $"{Deployment}, answers, live: input 1,234,567,890,123, cached", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Reasoning", cli.Output, StringComparison.Ordinal);
        Assert.All(cli.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
    }

    [Fact]
    public async Task The_ledger_of_a_run_has_a_line_for_each_deployment_and_a_sum()
    {
        services.On<GetRunRequest>("GetRun", _ => new GetRunResponse { Run = new Run() });
        services.On<GetLedgerRequest>("GetLedger", _ => new GetLedgerResponse
        {
            Lines =
            {
                new LedgerLine { Deployment = "m", Purpose = Purpose.Candidate, Calls = 1200, Usage = new Usage { InputTokens = 10, OutputTokens = 20, ReasoningTokens = 30 }, CostNanoUsd = 1_500_000_000, PriceVersion = "v1", PriceClass = PriceClass.Batch },
                new LedgerLine { Deployment = "m", Purpose = Purpose.Juror, Calls = 1, CostNanoUsd = 500_000_000, PresumedNanoUsd = 500_000_000, PriceVersion = "v1" },
            },
        });

        Assert.Equal(0, await cli.InvokeAsync("ledger", "quick-1"));
        Assert.Equal("runs/quick-1", services.Requests.OfType<GetLedgerRequest>().Single().Run);
        Assert.Matches(@"m\s+answers\s+batch\s+10\s+20\s+30\s+1,200\s+\$1\.50", cli.Output);
        Assert.Contains("m: prices v1, in batches", cli.Output, StringComparison.Ordinal);
        Assert.Contains("runs/quick-1 paid $2.00 for 1,201 calls", cli.Output, StringComparison.Ordinal);
        Assert.Contains("$0.50 of it is presumed", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", 5_000_000_000L)]
    [InlineData("$0.25", 250_000_000L)]
    [InlineData("0", 0L)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    [InlineData("9223372037", null)]
    [InlineData("0.0000000001", null)]
    [InlineData("-1", null)]
    [InlineData("1,000", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    public void Amounts_are_read_exactly_or_not_at_all(string text, long? nano) => Assert.Equal(nano, DollarAmount.Parse(text));
}
