using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation.Juries;

public sealed class JuryValidatorTests : IDisposable
{
    private const string Head = "version: 1\ndisplay_name: J\ndescription: Of a test.\n";
    private readonly ScratchFolder folder = new();
    private readonly FakeInference inference = new();

    public JuryValidatorTests()
    {
        inference.More.Add(Model("openai/g", "openai"));
        inference.More.Add(Model("openai/h", "openai"));
        inference.More.Add(Model("anthropic/c", "anthropic"));
        var away = Model("meta/l", "meta");
        away.ApprovedTiers.Clear();
        inference.More.Add(away);
        folder.Write("juries/own.yaml", $"id: own\n{Head}jurors: [{{deployment: openai/g}}, {{deployment: nowhere}}, {{deployment: keyless}}]\nbench: [{{deployment: meta/l}}]\n");
        folder.Write("juries/sealed.yaml", $"id: sealed\n{Head}jurors: [{{deployment: openai/g}}, {{deployment: anthropic/c}}]\nrecusal: same_vendor\nmin_valid_verdicts: 2\n");
    }

    [Theory]
    [InlineData("careful", "openai/g anthropic/c", "own/x")]
    [InlineData("cascade", "openai/g openai/h anthropic/c", "own/x")]
    [InlineData("", "a", "own/x")]
    [InlineData("own", "anthropic/c", "own/x")]
    public async Task A_jury_with_enough_jurors_passes(string jury, string jurors, string candidate)
    {
        folder.Write("juries/own.yaml", $"id: own\n{Head}jurors: [{{deployment: nowhere}}]\n");
        inference.More.Add(Model("own/x", "own"));

        await CheckAsync(Spec(candidate, jury, jurors));
    }

    [Theory]
    [InlineData("", "", "spec.jurors: must name at least one juror, because an open-ended benchmark is selected; MedHELM has three.")]
    [InlineData("careful", "", "spec.jurors: must name at least one juror, because the jury 'careful' has none of its own.")]
    [InlineData("nosuch", "a", "spec.jury: there is no jury 'nosuch'; 'medhelm juries' lists them.")]
    [InlineData("cascade", "a b", "spec.jurors: jury 'cascade': escalation.first is 2, but there are 2 jurors: nobody would be left to ask where the first ones disagree.")]
    [InlineData("careful", "openai/g", "spec.jurors: jury 'careful': min_valid_verdicts is 2, but there are 1 jurors, so that no answer would ever get a score.")]
    [InlineData("careful", "openai/g anthropic/c b", "spec.jurors: the jury 'careful' keeps jurors from rating their own vendor, but nothing says who made 'b'; add vendor to it in the deployments file.")]
    public async Task What_cannot_work_is_said_before_anything_is_bought(string jury, string jurors, string violation)
    {
        inference.More.Add(Model("own/x", "own"));

        Assert.Equal([violation], await ViolationsAsync(Spec("own/x", jury, jurors)));
    }

    [Fact]
    public async Task Every_deployment_of_the_jury_and_its_bench_must_be_there_callable_and_approved()
    {
        var violations = await ViolationsAsync(Spec("openai/g", "own", ""));

        Assert.Equal(3, violations.Length);
        Assert.All(violations, violation => Assert.StartsWith("spec.jury: the jury 'own' needs ", violation, StringComparison.Ordinal));
        Assert.Contains(violations, v => v.Contains("'meta/l', which is not approved for Public data", StringComparison.Ordinal));
        Assert.Contains(violations, v => v.Contains("'nowhere', which is not there", StringComparison.Ordinal));
        Assert.Contains(violations, v => v.Contains("'keyless', which cannot be called: The environment variable K", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_candidate_whom_too_few_may_rate_is_named()
    {
        Assert.Equal(
            ["spec.jury: jury 'sealed': after recusals 1 of its jurors can rate 'openai/h', and a score needs 2; put a juror of another vendor on the jury or its bench."],
            await ViolationsAsync(Spec("openai/h", "sealed", "")));
    }

    [Fact]
    public async Task Under_protocol_medhelm_its_own_judges_sit_where_nobody_names_others()
    {
        var spec = Spec("openai/g", "", "");
        spec.Protocol = Protocols.MedHelm;
        spec.Benchmarks.Add(new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Sample });

        var violations = await ViolationsAsync(spec);

        // Once, though two benchmarks need them.
        Assert.Equal(3, violations.Length);
        Assert.Contains(violations, v => v.StartsWith("spec.jurors: the jury 'medhelm' needs the deployment 'openai/gpt-4o-2024-05-13', which is not there;", StringComparison.Ordinal));
        spec.Jurors.Add("anthropic/c");
        await CheckAsync(spec);
    }

    [Fact]
    public async Task The_selection_decides_before_the_run_and_the_run_before_the_benchmark()
    {
        var spec = Spec("openai/g", "careful", "");
        spec.Benchmarks[0].Jury = "cascade";
        Assert.Contains("the jury 'cascade'", Assert.Single(await ViolationsAsync(spec)), StringComparison.Ordinal);
        spec.Benchmarks[0].Jury = "nosuch";
        Assert.Equal(["spec.benchmarks[0].jury: there is no jury 'nosuch'; 'medhelm juries' lists them."], await ViolationsAsync(spec));
    }

    public void Dispose() => folder.Dispose();

    private static Deployment Model(string id, string vendor) =>
        new() { Id = id, Model = id, Vendor = vendor, Kind = DeploymentKind.Model, ApprovedTiers = { DataTier.Public } };

    private static RunSpec Spec(string candidate, string jury, string jurors) => new()
    {
        Deployments = { candidate },
        Jury = jury,
        Jurors = { jurors.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        Benchmarks = { new BenchmarkSelection { Benchmark = "medi_qa", Data = DatasetChoice.Sample } },
    };

    private async Task<string[]> ViolationsAsync(RunSpec spec)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(spec));
        return [.. error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => $"{violation.Field}: {violation.Description}")];
    }

    private Task CheckAsync(RunSpec spec)
    {
        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path)]).Build());
        return new RunSpecValidator(BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]), inference, new FakeScoring([.. KnownMetrics.All]), settings)
            .CheckAsync(new CreateRunRequest { Spec = spec }, default);
    }
}
