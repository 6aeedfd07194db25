namespace MedHelm.Tests.Unit.Inference;

/// <summary>
/// A clock that leaps to the next timer when nothing else is left to do, and runs everything on one thread, so that a test of
/// minutes takes milliseconds and comes out the same each time. Stops when there is neither work nor timer: somebody is lost.
/// </summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Alarm, (long Due, long Order)> alarms = new();
    private readonly Queue<Action> work = new();
    private long now;
    private long order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(now);

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public Task Delay(double ms) => Task.Delay(TimeSpan.FromMilliseconds(ms), this);

    public void Run(Func<Task> body)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new OneThread(work));
        try
        {
            var task = body();
            while (!task.IsCompleted)
            {
                if (work.TryDequeue(out var next)) next();
                else if (!Ring()) throw new InvalidOperationException($"Somebody waits for ever, since {Now}.");
            }
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private bool Ring()
    {
        while (alarms.TryDequeue(out var alarm, out var due))
        {
            if (alarm.Order != due.Order) continue;
            now = Math.Max(now, due.Due);
            alarm.Fire();
            return true;
        }
        return false;
    }

    private sealed class OneThread(Queue<Action> work) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => work.Enqueue(() => d(state));
    }

    private sealed class Alarm(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long Order { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Order = -1;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            Order = ++time.order;
            time.alarms.Enqueue(this, (time.now + dueTime.Ticks, Order));
            return true;
        }

        public void Fire()
        {
            if (period > TimeSpan.Zero) Change(period, period);
            else Order = -1;
            callback(state);
        }

        public void Dispose() => Order = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
