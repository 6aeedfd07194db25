using System.CommandLine;
using System.Reflection;
using Grpc.Core;
using MedHelm.Cli.Commands;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Doctor;

internal sealed class DoctorCommand(CommandHost host, GlobalOptions globals)
    : GatewayCommand("doctor", "Say what is up, what is down and what to do about it; show the resolved configuration", host, globals)
{
    public override IReadOnlyList<string> Examples => ["medhelm doctor", "medhelm doctor --address http://10.0.0.7:5081 --json"];

    private static string Version =>
        typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var examination = new Examination(gateway, Host);
        var report = new DoctorReport(Version, gateway.Address, ResolvedSettings.Of(Host));
        try
        {
            report.GatewayHealth = await examination.GatewayHealthAsync(cancellationToken);
            report.Findings = await examination.RunAsync(cancellationToken);
            report.Concerns = await examination.ConcernsAsync(cancellationToken);
            report.PlannedBy = await examination.NewestPlanVersionAsync(cancellationToken);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            report.Unreachable = RpcFailure.Explain(error, gateway.Address);
        }
        Print(parse, report.ToProto(), () => report.Draw(Host.Output));
        return report.ExitCode;
    }
}
