using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Flow;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class FlowControlTests : IDisposable
{
    private static readonly ProviderReply Reply = new(new Completion { Text = "A" }, new Usage());

    private readonly SimulatedTime time = new();
    private readonly EmbeddedLimits limits;
    private readonly FlowControl flow;
    private DeploymentDefinition deployment = new() { Id = "fake/one", Provider = "openai", Model = "one", MaxInFlight = 64 };
    private int calls;
    private int inFlight;
    private int mostInFlight;

    public FlowControlTests()
    {
        limits = new EmbeddedLimits(time);
        flow = new FlowControl(limits, time, NullLogger<FlowControl>.Instance);
    }

    public void Dispose() => flow.Dispose();

    [Fact]
    public void Slow_start_costs_two_thousand_short_calls_hardly_anything()
    {
        time.Run(() => AllAsync(2000, _ => AnswerAsync(50)));

        Assert.Equal(64, mostInFlight);
        Assert.InRange(time.Now.TotalSeconds, 2000 / 64 * 0.05, (2000 / 64 + 1) * 0.05 + 0.3);
        AssertIdle();
    }

    [Fact]
    public void The_first_round_is_small_and_an_unused_limit_does_not_grow()
    {
        time.Run(async () =>
        {
            var first = AllAsync(64, _ => AnswerAsync(50));
            await time.Delay(1);
            Assert.Equal(16, inFlight);
            await first;
            var grown = (await StateAsync()).Concurrency;
            for (var i = 0; i < 100; i++) await RunAsync(_ => AnswerAsync(50));
            Assert.Equal(grown, (await StateAsync()).Concurrency);
        });
    }

    [Fact]
    public void Many_refusals_of_one_round_lower_the_limit_once_and_successes_raise_it_again()
    {
        time.Run(async () =>
        {
            await AllAsync(500, _ => AnswerAsync(50));
            Assert.Equal(64, (await StateAsync()).Concurrency);

            var refuse = true;
            var refused = AllAsync(64, async _ =>
            {
                await AnswerAsync(50);
                return refuse ? throw TooMany(null) : Reply;
            });
            await time.Delay(51);
            refuse = false;
            Assert.Equal(64 * 0.8, (await StateAsync()).Concurrency, 6);
            await refused;

            await AllAsync(1000, _ => AnswerAsync(50));
            Assert.Equal(64, (await StateAsync()).Concurrency);
        });
        AssertIdle();
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(900, 60)]
    public void Retry_after_stops_the_whole_deployment_for_a_minute_at_most(int asked, int waited)
    {
        time.Run(async () =>
        {
            var refused = false;
            var first = RunAsync(_ => refused ? AnswerAsync(0) : throw Refuse());
            await time.Delay(1);
            var other = RunAsync(_ => AnswerAsync(0));
            await time.Delay(1);
            Assert.Equal(LimitReason.RetryAfter, Lane().Reason);
            Assert.Equal(2, (await first).Attempts);
            await other;

            ProviderException Refuse()
            {
                refused = true;
                return TooMany(TimeSpan.FromSeconds(asked));
            }
        });
        Assert.InRange(time.Now.TotalSeconds, waited, waited + 0.1);
    }

    [Fact]
    public void No_minute_has_more_requests_than_allowed_and_none_are_wasted()
    {
        deployment = deployment with { RequestsPerMinute = 120 };
        var sent = new List<double>();

        time.Run(() => AllAsync(360, _ =>
        {
            sent.Add(time.Now.TotalSeconds);
            return AnswerAsync(50);
        }));

        Assert.All(sent, start => Assert.InRange(sent.Count(t => t >= start && t < start + 60), 1, 120));
        Assert.InRange(time.Now.TotalSeconds, 178, 185);
    }

    [Fact]
    public void Tokens_limit_the_pace_and_a_call_larger_than_the_bucket_still_goes()
    {
        deployment = deployment with { TokensPerMinute = 6000 };

        time.Run(() => AllAsync(10, _ => AnswerAsync(1), tokens: 3000));

        Assert.InRange(time.Now.TotalSeconds, 9 * 29, 9 * 32);
    }

    [Fact]
    public void A_passing_failure_is_retried_with_growing_pauses_and_no_more_often_than_configured()
    {
        var at = new List<double>();

        var failure = Assert.Throws<ProviderException>(() => time.Run(() => RunAsync(_ =>
        {
            at.Add(time.Now.TotalSeconds);
            throw new ProviderException(FailureReason.ProviderError, "500", passing: true);
        })));

        Assert.Equal((5, 5), (failure.Attempts, at.Count));
        for (var i = 1; i < at.Count; i++) Assert.InRange(at[i] - at[i - 1], 0.5 * Math.Pow(2, i - 1), 0.76 * Math.Pow(2, i - 1));
        Assert.Equal(time.Now, failure.Latency);
        AssertIdle();
    }

    [Fact]
    public void What_would_not_help_is_not_repeated_and_what_is_no_provider_failure_passes_through()
    {
        time.Run(async () =>
        {
            Assert.Equal(1, (await Assert.ThrowsAsync<ProviderException>(() => RunAsync(_ => throw new ProviderException(FailureReason.InvalidRequest, "400")))).Attempts);
            await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(_ => throw new InvalidDataException()));
            await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(_ => throw new OperationCanceledException()));
        });
        AssertIdle();
    }

    [Fact]
    public void A_stalled_attempt_ends_with_its_time_limit_and_the_next_one_answers()
    {
        time.Run(async () =>
        {
            var result = await RunAsync(async (number, limit) =>
            {
                if (number == 1) await Task.Delay(Timeout.InfiniteTimeSpan, time, limit);
                return await AnswerAsync(50);
            });
            Assert.Equal((2, TimeSpan.FromMilliseconds(50)), (result.Attempts, result.Latency));
        });
        Assert.InRange(time.Now.TotalSeconds, 120.5, 121);
    }

    [Fact]
    public void The_deadline_ends_waiting_and_attempts_and_cancelling_ends_waiting()
    {
        deployment = deployment with { MaxInFlight = 1, Deadline = TimeSpan.FromSeconds(30) };
        time.Run(async () =>
        {
            var stalled = flow.RunAsync(deployment with { Deadline = TimeSpan.FromSeconds(60) }, 1, (_, limit) => StallAsync(limit), default);
            var waiting = RunAsync(_ => AnswerAsync(1));
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            var cancelled = flow.RunAsync(deployment, 1, (_, _) => AnswerAsync(1), cancel.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            Assert.Equal((FailureReason.Timeout, 0), Of(await Assert.ThrowsAsync<ProviderException>(() => waiting)));
            Assert.Equal(30, time.Now.TotalSeconds, 3);
            Assert.Equal((FailureReason.Timeout, 1), Of(await Assert.ThrowsAsync<ProviderException>(() => stalled)));
        });
        Assert.Equal(60, time.Now.TotalSeconds, 3);
        AssertIdle();

        static (FailureReason, int) Of(ProviderException e) => (e.Reason, e.Attempts);
    }

    [Fact]
    public void An_outage_opens_the_circuit_and_one_probe_at_a_time_finds_its_end()
    {
        var probes = new List<double>();
        time.Run(() => AllAsync(200, async _ =>
        {
            if (time.Now.TotalSeconds > 5) probes.Add(time.Now.TotalSeconds);
            await AnswerAsync(50);
            return time.Now.TotalSeconds < 40 ? throw new ProviderException(FailureReason.ProviderError, "503", passing: true) : Reply;
        }));

        // At 5, 15 and 35 seconds in vain, then after 40 more.
        Assert.Equal(3, probes.Count(t => t < 75));
        Assert.InRange(calls, 200, 260);
        AssertIdle();
    }

    [Fact]
    public void A_wrong_key_reaches_the_provider_a_few_times_and_the_rest_hears_of_it_at_once()
    {
        var failures = new List<ProviderException>();
        time.Run(() => Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
            failures.Add(await Assert.ThrowsAsync<ProviderException>(() => RunAsync(async _ =>
            {
                await AnswerAsync(50);
                throw new ProviderException(FailureReason.Authentication, "401");
            }))))));

        Assert.InRange(calls, 3, 40);
        Assert.All(failures, e => Assert.Equal(FailureReason.Authentication, e.Reason));
        Assert.Equal(1000 - calls, failures.Count(e => e.Message.Contains("this call was not sent", StringComparison.Ordinal)));
        Assert.InRange(time.Now.TotalSeconds, 0, 60);
        AssertIdle();
    }

    [Fact]
    public void Retries_stay_below_half_of_the_calls_beyond_what_small_runs_have()
    {
        deployment = deployment with { Retries = 20 };
        time.Run(() => Task.WhenAll(Enumerable.Range(0, 400).Select(i => RunAsync(async (number, _) =>
        {
            await AnswerAsync(50 + i % 7);
            return i % 2 == 0 && number < 5 ? throw new ProviderException(FailureReason.ContentFilter, "stopped", passing: true) : Reply;
        }))));

        var lane = Lane();
        // What is above half came from the floor: at first, and then one a second.
        Assert.Equal((800, 1200), (lane.Retries, lane.Calls));
        Assert.InRange(lane.Retries - lane.Calls / 2.0, 0, 20 + time.Now.TotalSeconds);
    }

    [Fact]
    public void Whoever_came_first_is_sent_first()
    {
        deployment = deployment with { MaxInFlight = 2 };
        var sent = new List<int>();

        time.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(i => RunAsync(_ =>
        {
            sent.Add(i);
            return AnswerAsync(10);
        }))));

        Assert.Equal(Enumerable.Range(0, 100), sent);
        Assert.Equal(0.5, time.Now.TotalSeconds, 2);
    }

    [Fact]
    public void Tuned_limits_hold_at_once_and_go_with_a_reset()
    {
        time.Run(async () =>
        {
            var run = AllAsync(400, _ => AnswerAsync(1000));
            await flow.TuneAsync(deployment, new LimitRules(2), "night", default);
            await time.Delay(5000);
            Assert.Equal(2, inFlight);
            await flow.TuneAsync(deployment, null, "morning", default);
            await time.Delay(5000);
            Assert.InRange(inFlight, 16, 64);
            await run;
        });
        AssertIdle();
    }

    [Fact]
    public void What_is_not_called_over_a_network_runs_straight_through()
    {
        deployment = deployment with { Kind = DeploymentKind.Replay, MaxInFlight = 1 };

        time.Run(() => AllAsync(50, _ => AnswerAsync(10)));

        Assert.Equal(50, mostInFlight);
    }

    [Fact]
    public void A_provider_that_refuses_a_third_and_stalls_a_twentieth_answers_everything_for_less_than_half_as_many_calls_more()
    {
        var random = new Random(7);
        deployment = deployment with { Timeout = TimeSpan.FromSeconds(10) };
        time.Run(() => AllAsync(1000, async (number, limit) =>
        {
            var fate = number == 1 ? random.NextDouble() : 1;
            if (fate < 0.05) await StallAsync(limit);
            await AnswerAsync(50);
            return fate < 0.35 ? throw TooMany(null) : Reply;
        }));

        Assert.InRange(calls, 1000, 1499);
        Assert.InRange(time.Now.TotalSeconds, 0, 400);
        AssertIdle();
    }

    [Fact]
    public void No_schedule_loses_a_call_or_a_permit()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            using var run = new FlowControlTests();
            run.Storm(new Random(seed));
        }
    }

    private void Storm(Random random)
    {
        deployment = deployment with
        {
            MaxInFlight = random.Next(1, 40),
            Retries = random.Next(0, 5),
            RequestsPerMinute = random.Next(3) == 0 ? random.Next(60, 6000) : null,
            TokensPerMinute = random.Next(3) == 0 ? random.Next(10_000, 1_000_000) : null,
            Deadline = TimeSpan.FromSeconds(random.Next(5, 900)),
            Timeout = TimeSpan.FromSeconds(random.Next(1, 30)),
        };
        var ended = 0;
        time.Run(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 80).Select(async _ =>
            {
                await time.Delay(random.Next(5000));
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(random.Next(1, 2000)), time);
                try
                {
                    await flow.RunAsync(deployment, random.Next(5000), (_, limit) => FateAsync(limit), cancel.Token);
                }
                catch (Exception e) when (e is ProviderException or OperationCanceledException or InvalidDataException)
                {
                    // An end like any other.
                }
                ended++;
            }));
        });
        Assert.Equal(80, ended);
        AssertIdle();

        async Task<ProviderReply> FateAsync(CancellationToken limit)
        {
            await AnswerAsync(random.Next(2000));
            return random.Next(12) switch
            {
                0 => await StallAsync(limit),
                1 => throw TooMany(random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(90))),
                2 or 3 => throw new ProviderException(FailureReason.ProviderError, "500", passing: true),
                4 => throw new ProviderException(FailureReason.Authentication, "401"),
                5 => throw new InvalidDataException(),
                _ => Reply,
            };
        }
    }

    private LaneStatus Lane() => flow.ReadAsync(deployment, default).Result.Lane;

    private void AssertIdle()
    {
        var (lane, shared) = flow.ReadAsync(deployment, default).Result;
        Assert.Equal((0, 0), (lane.Waiting, shared.InFlight));
    }

    private Task<LimitState> StateAsync() => limits.ReadAsync(deployment.Id, FlowControl.RulesOf(deployment), default);
    private Task<FlowResult[]> AllAsync(int count, Func<CancellationToken, Task<ProviderReply>> attempt, long tokens = 1) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => flow.RunAsync(deployment, tokens, (_, limit) => attempt(limit), default)));

    private Task<FlowResult[]> AllAsync(int count, Func<int, CancellationToken, Task<ProviderReply>> attempt) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => flow.RunAsync(deployment, 1, attempt, default)));

    private Task<FlowResult> RunAsync(Func<CancellationToken, Task<ProviderReply>> attempt) => flow.RunAsync(deployment, 1, (_, limit) => attempt(limit), default);
    private Task<FlowResult> RunAsync(Func<int, CancellationToken, Task<ProviderReply>> attempt) => flow.RunAsync(deployment, 1, attempt, default);

    private async Task<ProviderReply> StallAsync(CancellationToken limit)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, limit);
        return Reply;
    }

    private async Task<ProviderReply> AnswerAsync(double ms)
    {
        calls++;
        mostInFlight = Math.Max(mostInFlight, ++inFlight);
        await time.Delay(ms);
        inFlight--;
        return Reply;
    }

    private static ProviderException TooMany(TimeSpan? retryAfter) => new(FailureReason.RateLimit, "429", passing: true) { RetryAfter = retryAfter };
}
