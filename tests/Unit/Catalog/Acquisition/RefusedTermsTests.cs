using Grpc.Core;
using MedHelm.Catalog.Acquisition;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.ServiceDefaults;
using MedHelm.Tests.Unit.Evaluation;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

public sealed class RefusedTermsTests : IDisposable
{
    private static readonly AcceptedLicence Accepted = new("Open Licence 1.0", "Grace", DateTimeOffset.UnixEpoch);

    private readonly DataDesk desk = new DataDesk().DefineFile("gate", null, null, tier: "gated");

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("", "'medhelm datasets accept gate'.")]
    [InlineData("other/gate", "'medhelm datasets accept gate --data-path other/gate'.")]
    public async Task A_run_on_gated_data_that_is_refused_names_the_command_that_mends_it(string dataPath, string command)
    {
        desk.Put($"{(dataPath.Length > 0 ? dataPath : "gate")}/notes.txt", [1]);
        Assert.Contains(command, await RefusalAsync(dataPath), StringComparison.Ordinal);

        LicenceAcceptance.Record(BenchmarkFiles.Of(desk.Catalog, "gate", desk.Root, dataPath), Accepted);

        Assert.DoesNotContain("nobody has accepted", await RefusalAsync(dataPath), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(string dataPath)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:DATASETS", desk.Root)]).Build();
        var validator = new RunSpecValidator(desk.Catalog, new FakeInference(), new FakeScoring(), Settings.Read(configuration));
        var spec = new RunSpec { Deployments = { "a" }, Benchmarks = { new BenchmarkSelection { Benchmark = "gate", Data = DatasetChoice.Full, DataPath = dataPath } } };
        // That the deployment is not approved for such data is refused in either case.
        var refusal = await Assert.ThrowsAsync<RpcException>(() => validator.CheckAsync(new CreateRunRequest { Spec = spec }, default));
        return string.Concat(refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Description));
    }
}
