using System.CommandLine;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>What to know before instances are bought or labels are asked for.</summary>
internal sealed class StatsPlanCommand : Command
{
    public StatsPlanCommand(CommandHost host, GlobalOptions globals)
        : base("plan", "Before a run: how many instances show a difference, how many labels give an interval")
    {
        Add(new PlanComparisonCommand(host, globals));
        Add(new PlanLabelsCommand(host, globals));
    }
}
