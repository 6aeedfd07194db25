using Xunit;

namespace MedHelm.Tests.Unit;

/// <summary>A test on the real upstream files; skipped unless MEDHELM_TEST_DATA names the folder that holds them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MEDHELM_TEST_DATA")))
            Skip = "MEDHELM_TEST_DATA does not name a folder with the upstream data.";
    }

    public static string Folder => Environment.GetEnvironmentVariable("MEDHELM_TEST_DATA")!;
}
