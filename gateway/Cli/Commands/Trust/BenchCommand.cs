using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Everything about jurors before they sit and afterwards; by itself it lists examinations.</summary>
internal sealed class BenchCommand : GatewayCommand
{
    public BenchCommand(CommandHost host, GlobalOptions globals)
        : base("bench", "Examine jurors before they sit, and watch whether they drift", host, globals)
    {
        Add(new BenchAdmitCommand(host, globals));
        Add(new BenchListCommand(host, globals));
        Add(new BenchAnchorsCommand(host, globals));
        Add(new BenchCheckCommand(host, globals));
        Add(new BenchLinkCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm bench admit openai/gpt-4o-2024-08-06 aci_bench            known answers, shuffled, padded, swapped, injected",
        "medhelm bench list                                                the last report of each juror and rubric",
        "medhelm bench anchors quick-1 aci_bench --id aci-2026 --every 24  freeze answers with their marks, checked each day",
        "medhelm bench anchors                                             the frozen sets and how each juror stands",
        "medhelm bench check aci-2026                                      judge them again, past every cache",
        "medhelm bench link aci-2026 --juror gpt --by \"Dr A\"               the step between two versions is known",
    ];

    /// <summary>The anchor set, as sub-commands take it.</summary>
    public static Argument<string> SetArgument() => new("ID") { Description = "The set, as 'medhelm bench anchors' lists it" };

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        BenchListCommand.ListAsync(gateway, "", listed => Print(parse, listed, () => BenchPage.List(Host.Output, listed.Admissions)), cancellationToken);
}
