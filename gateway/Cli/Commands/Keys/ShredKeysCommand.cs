using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Keys;

internal sealed class ShredKeysCommand : GatewayCommand
{
    private readonly Argument<string> project = new("PROJECT") { Description = "Project, as 'medhelm keys list' shows it" };
    private readonly Option<string> confirm = new("--confirm") { Description = "The project once more", HelpName = "PROJECT", Required = true };

    public ShredKeysCommand(CommandHost host, GlobalOptions globals)
        : base("shred", "Destroy every key of a project: its private-tier text can never be read again. Cannot be undone", host, globals)
    {
        Arguments.Add(project);
        Options.Add(confirm);
    }

    public override IReadOnlyList<string> Examples => ["medhelm keys shred icu --confirm icu"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new ShredKeysRequest { Project = parse.GetRequiredValue(project), Confirm = parse.GetRequiredValue(confirm) };
        var reply = await gateway.Keys.ShredKeysAsync(request, gateway.Soon(cancellationToken, seconds: 120));
        return Print(parse, reply, () => Host.WriteData($"{reply.Key.Project}: every key is destroyed; what they encrypted can never be read again\n"));
    }
}
