using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Cli.Commands;
using MedHelm.Cli.Connection;
using Spectre.Console;

namespace MedHelm.Cli.Doctor;

/// <summary>The findings, for people and as JSON.</summary>
internal sealed class DoctorReport(string version, GatewayAddress address, IReadOnlyList<KeyValuePair<string, string>> settings)
{
    public string GatewayHealth { get; set; } = "unreachable";

    public IReadOnlyList<ServiceFinding> Findings { get; set; } = [];

    /// <summary>What is wrong although every service works.</summary>
    public IReadOnlyList<string> Concerns { get; set; } = [];

    public string? PlannedBy { get; set; }

    public CommandFailure? Unreachable { get; set; }

    public int ExitCode => this switch
    {
        { Unreachable: not null } => ExitCodes.Unreachable,
        _ when Concerns.Count == 0 && Findings.All(f => f.Works) => ExitCodes.Completed,
        _ => ExitCodes.Failed,
    };

    public void Draw(IAnsiConsole console)
    {
        console.WriteLine($"medhelm {version}");
        console.WriteLine($"Gateway {address.Display} ({address.Origin}): {GatewayHealth}");
        if (PlannedBy is not null)
            console.WriteLine($"Newest run planned by version {PlannedBy}");
        DrawSettings(console);
        if (Unreachable is not null)
            DrawUnreachable(console, Unreachable);
        else
            DrawServices(console);
    }

    public Struct ToProto()
    {
        var root = new Struct();
        root.Fields["version"] = Value.ForString(version);
        root.Fields["address"] = Value.ForString(address.Display);
        root.Fields["addressOrigin"] = Value.ForString(address.Origin);
        root.Fields["gatewayHealth"] = Value.ForString(GatewayHealth);
        root.Fields["newestRunPlannedBy"] = PlannedBy is null ? Value.ForNull() : Value.ForString(PlannedBy);
        root.Fields["healthy"] = Value.ForBool(ExitCode == ExitCodes.Completed);
        root.Fields["problem"] = Value.ForString(Unreachable?.Message ?? "");
        root.Fields["services"] = Value.ForList([.. Findings.Select(f => Value.ForStruct(ToProto(f)))]);
        root.Fields["concerns"] = Value.ForList([.. Concerns.Select(Value.ForString)]);
        var variables = new Struct();
        foreach (var (name, value) in settings)
            variables.Fields[name] = Value.ForString(value);
        root.Fields["settings"] = Value.ForStruct(variables);
        return root;
    }

    private static Struct ToProto(ServiceFinding finding) => new()
    {
        Fields =
        {
            ["service"] = Value.ForString(finding.Service),
            ["address"] = Value.ForString(finding.Address),
            ["name"] = Value.ForString(finding.HealthName),
            ["health"] = Value.ForString(finding.Health),
            ["call"] = Value.ForString(finding.Call),
            ["works"] = Value.ForBool(finding.Works),
            ["milliseconds"] = Value.ForNumber(Math.Round(finding.Milliseconds, 1)),
            ["problem"] = Value.ForString(finding.Problem),
            ["advice"] = Value.ForString(finding.Advice),
        },
    };

    private void DrawSettings(IAnsiConsole console)
    {
        foreach (var (name, value) in settings)
            console.WriteLine($"  {name}={value}");
    }

    private static void DrawUnreachable(IAnsiConsole console, CommandFailure failure)
    {
        console.WriteLine();
        console.WriteLine(failure.Message);
        foreach (var line in failure.Advice)
            console.WriteLine(line);
    }

    private void DrawServices(IAnsiConsole console)
    {
        var table = Listing.Table("Service", "Call", "Answer", "Health");
        foreach (var finding in Findings)
            table.Row(ShortName(finding), finding.Call, Answer(finding), finding.Address.Length == 0 ? finding.Health : $"{finding.Health} ({finding.Address})");
        console.Write(table);
        foreach (var finding in Findings.Where(f => !f.Works))
        {
            console.WriteLine($"{ShortName(finding)}: {finding.Problem}");
            console.WriteLine($"  {finding.Advice}");
        }
        foreach (var concern in Concerns)
            console.WriteLine(concern);
        console.WriteLine(ExitCode == ExitCodes.Completed ? "All is well." : "Not all is well; see above.");
    }

    private static string Answer(ServiceFinding finding) =>
        finding.Works ? string.Create(CultureInfo.InvariantCulture, $"ok, {finding.Milliseconds:0} ms") : "DOWN";

    private static string ShortName(ServiceFinding finding) => finding.HealthName[(finding.HealthName.LastIndexOf('.') + 1)..];
}
