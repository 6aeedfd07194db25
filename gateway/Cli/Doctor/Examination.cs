using Grpc.Core;
using Grpc.Health.V1;
using MedHelm.Cli.Commands;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Doctor;

/// <summary>Asks every service. It works when its real call through the gateway is answered by itself, even with
/// "no such run", and its own health, asked where its address is known, is not bad.</summary>
internal sealed class Examination(GatewayClient gateway, CommandHost host)
{
    private const string NotServing = "NOT serving";
    private const string NotReported = "not reported";

    public async Task<IReadOnlyList<ServiceFinding>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(ServiceProbe.All.Select(probe => ExamineAsync(probe, cancellationToken)));

    /// <summary>The gateway's own word on its health; throws where nothing listens.</summary>
    public Task<string> GatewayHealthAsync(CancellationToken cancellationToken) => HealthAsync(gateway, "", cancellationToken);

    /// <summary>The version that planned the newest run; null where there is none to ask.</summary>
    public async Task<string?> NewestPlanVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var runs = await gateway.Evaluation.ListRunsAsync(new() { PageSize = 1 }, gateway.Soon(cancellationToken, 10));
            if (runs.Runs.Count == 0)
                return null;
            var plan = await gateway.Evaluation.GetRunPlanAsync(new() { Run = runs.Runs[0].Name }, gateway.Soon(cancellationToken, 10));
            return plan.Plan.CodeVersion;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // The service's own line says what is wrong with it.
            return null;
        }
    }

    /// <summary>What is wrong with the deployments: a file that was not taken, and those that cannot be called.</summary>
    public async Task<IReadOnlyList<string>> ConcernsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await gateway.Inference.ListDeploymentsAsync(new(), gateway.Soon(cancellationToken, 10));
            return
            [
                .. reply.Warnings.Select(warning => $"deployments: {warning}"),
                .. reply.Deployments.Where(d => d.Problem.Length > 0).Select(d => $"{d.Id} cannot be called: {d.Problem}"),
            ];
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // The service's own line says what is wrong with it.
            return [];
        }
    }

    private async Task<ServiceFinding> ExamineAsync(ServiceProbe probe, CancellationToken cancellationToken)
    {
        var direct = DirectAddress(probe);
        var health = direct is null
            ? await HealthAsync(gateway, probe.HealthName, cancellationToken)
            : await DirectHealthAsync(direct, cancellationToken);
        var start = host.Clock.GetTimestamp();
        var error = await ErrorOfAsync(probe, cancellationToken);
        var took = host.Clock.GetElapsedTime(start).TotalMilliseconds;
        var (problem, advice) = error switch
        {
            { StatusCode: not (StatusCode.NotFound or StatusCode.FailedPrecondition) } => ($"{error.StatusCode}: {error.Status.Detail}", Advice(probe, error)),
            _ when health == NotServing => ("it answers, but says itself that it cannot serve", $"Its database, cache or bus is out of reach: the log of {probe.Service} says which."),
            _ => ("", ""),
        };
        return new(probe.Service, direct?.Display ?? "", probe.HealthName, health, probe.CallName, problem.Length == 0, took, problem, advice);
    }

    /// <summary>The variable by which the services and the gateway find each other, where this process has it too.</summary>
    private GatewayAddress? DirectAddress(ServiceProbe probe)
    {
        var name = $"MEDHELM__SERVICES__{probe.Service.ToUpperInvariant()}";
        var value = host.Variables.FirstOrDefault(v => v.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new(uri, name) : null;
    }

    private async Task<string> DirectHealthAsync(GatewayAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await HealthAsync(new GatewayClient(address, host.Connect(address.Uri), host.Clock), "", cancellationToken);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return RpcFailure.Transport(error) ?? $"{error.StatusCode}";
        }
    }

    private async Task<RpcException?> ErrorOfAsync(ServiceProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            await probe.CallAsync(gateway, cancellationToken);
            return null;
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return error;
        }
    }

    private static async Task<string> HealthAsync(GatewayClient at, string service, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await at.Health.CheckAsync(new() { Service = service }, at.Soon(cancellationToken, 10));
            return reply.Status switch
            {
                HealthCheckResponse.Types.ServingStatus.Serving => "serving",
                HealthCheckResponse.Types.ServingStatus.NotServing => NotServing,
                _ => "unknown",
            };
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested && RpcFailure.Transport(error) is null)
        {
            return error.StatusCode is StatusCode.NotFound or StatusCode.Unimplemented ? NotReported : $"{error.StatusCode}";
        }
    }

    private static string Advice(ServiceProbe probe, RpcException error) => error.StatusCode switch
    {
        StatusCode.Unimplemented => $"The gateway has no route to {probe.HealthName}, or the service is of another version: compare both versions and the gateway's routes.",
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => "The gateway wants credentials for this call.",
        StatusCode.DeadlineExceeded => $"{probe.Service} is slow: look at its log, its database and the bus.",
        StatusCode.Unavailable => $"Start it (dotnet run -c Release --project services/{probe.Service}) and see that the gateway's route names its address; its log says what it waits for.",
        _ => $"The log of {probe.Service} has the cause.",
    };
}
