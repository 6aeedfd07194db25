using Xunit;

namespace MedHelm.Tests.Unit.K8s;

public sealed class ManifestTests
{
    private static readonly string[] Pod = ["spec", "template", "spec"];

    public static readonly IReadOnlyList<string> Names = ["evaluation", "inference", "judging", "scoring", "reporting", "gateway"];

    public static TheoryData<string> Processes => new(Names);

    [Theory, MemberData(nameof(Processes))]
    public void Process_has_a_deployment_a_service_an_account_and_a_disruption_budget(string process)
    {
        var manifests = Manifest.Read(process);
        Assert.Equal(
            ["Deployment", "PodDisruptionBudget", "Service", "ServiceAccount"],
            manifests.Select(manifest => manifest.Kind).Order(StringComparer.Ordinal));
        Assert.All(manifests, manifest =>
        {
            Assert.Equal(process, manifest.Name);
            Assert.Equal(process, manifest.Text("metadata", "labels", "app.kubernetes.io/name"));
            Assert.NotNull(manifest.Text("metadata", "labels", "app.kubernetes.io/component"));
        });
    }

    [Theory, MemberData(nameof(Processes))]
    public void Container_runs_without_privileges(string process)
    {
        Assert.Equal("true", Deployment(process).Text([.. Pod, "securityContext", "runAsNonRoot"]));
        Assert.Equal("RuntimeDefault", Deployment(process).Text([.. Pod, "securityContext", "seccompProfile", "type"]));
        var container = Container(process);
        Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal(["ALL"], container.Texts("securityContext", "capabilities", "drop"));
    }

    [Theory, MemberData(nameof(Processes))]
    public void Pod_gets_no_token(string process)
    {
        Assert.Equal("false", Deployment(process).Text([.. Pod, "automountServiceAccountToken"]));
        Assert.Equal(process, Deployment(process).Text([.. Pod, "serviceAccountName"]));
        Assert.Equal("false", OfKind(process, "ServiceAccount").Text("automountServiceAccountToken"));
    }

    [Theory, MemberData(nameof(Processes))]
    public void Probes_ask_the_health_service_on_the_grpc_port(string process)
    {
        var container = Container(process);
        var port = container.List("ports").Single(port => port.Text("name") == "grpc").Text("containerPort");
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
            Assert.Equal(port, container.Text(probe, "grpc", "port"));
    }

    [Theory, MemberData(nameof(Processes))]
    public void Container_asks_for_its_share_and_has_a_memory_limit(string process)
    {
        var container = Container(process);
        Assert.NotNull(container.Text("resources", "requests", "cpu"));
        Assert.NotNull(container.Text("resources", "requests", "memory"));
        // Scoring executes untrusted queries, which may take up to 64 MiB each.
        Assert.Equal(process == "scoring" ? "512Mi" : "256Mi", container.Text("resources", "limits", "memory"));
    }

    [Theory, MemberData(nameof(Processes))]
    public void Rollout_never_takes_a_pod_away_before_its_successor_is_ready(string process)
    {
        Assert.Equal("0", Deployment(process).Text("spec", "strategy", "rollingUpdate", "maxUnavailable"));
        Assert.Equal("1", OfKind(process, "PodDisruptionBudget").Text("spec", "maxUnavailable"));
    }

    [Theory, MemberData(nameof(Processes))]
    public void Secrets_come_by_reference_only(string process)
    {
        var secrets = Container(process).List("env").Where(variable => variable.Text("name")!.Contains("PASSWORD", StringComparison.Ordinal)).ToList();
        Assert.All(secrets, secret =>
        {
            Assert.Null(secret.Text("value"));
            Assert.Equal("medhelm-credentials", secret.Text("valueFrom", "secretKeyRef", "name"));
        });
        Assert.Equal(process == "gateway" ? 0 : 2, secrets.Count);
    }

    private static Manifest Container(string process) => Assert.Single(Deployment(process).List([.. Pod, "containers"]));

    private static Manifest Deployment(string process) => OfKind(process, "Deployment");

    private static Manifest OfKind(string process, string kind) => Manifest.Read(process).Single(manifest => manifest.Kind == kind);
}
