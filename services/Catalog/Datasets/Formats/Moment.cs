using System.Globalization;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Days and times as text that orders bytewise.</summary>
internal static class Moment
{
    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>With a fraction of the second only where there is one.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static string OfDay(TimeSpan time) => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.FFFFFFF", CultureInfo.InvariantCulture);
}
