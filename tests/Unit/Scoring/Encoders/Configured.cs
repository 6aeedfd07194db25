using MedHelm.Scoring.Encoders;
using Microsoft.Extensions.Configuration;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

/// <summary>Settings of an encoder as the environment gives them.</summary>
internal static class Configured
{
    public static EncoderSettings Read(params (string Key, string Value)[] values) => EncoderSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create("MEDHELM:ENCODER:" + v.Key, (string?)v.Value))).Build());
}
