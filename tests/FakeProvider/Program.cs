using System.Runtime.InteropServices;
using MedHelm.Testing.Fakes;

var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
await using var provider = await FakeOpenAi.StartNewAsync(new()
{
    Url = settings["urls"] ?? "http://127.0.0.1:19090",
    Latency = TimeSpan.FromMilliseconds(settings.GetValue("latency-ms", 0.0)),
});
Console.WriteLine($"A fake provider listens on {provider.BaseUrl}; counts: {provider.Address}stats");

var end = new TaskCompletionSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
await end.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.TrySetResult();
}
