using Google.Protobuf.WellKnownTypes;

namespace MedHelm.Judging.Bench;

/// <summary>Times as they are stored: whole milliseconds, the same in every database.</summary>
internal static class BenchTimes
{
    public static long Ms(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static Timestamp Of(long ms) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(ms));
}
