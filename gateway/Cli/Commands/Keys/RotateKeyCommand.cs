using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Keys;

internal sealed class RotateKeyCommand : GatewayCommand
{
    private readonly Argument<string> project = new("PROJECT") { Description = "Project, as 'medhelm keys list' shows it" };

    public RotateKeyCommand(CommandHost host, GlobalOptions globals)
        : base("rotate", "Make a new key version for later text; earlier text stays readable", host, globals)
    {
        Arguments.Add(project);
    }

    public override IReadOnlyList<string> Examples => ["medhelm keys rotate icu"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Keys.RotateKeyAsync(new RotateKeyRequest { Project = parse.GetRequiredValue(project) }, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.WriteData(string.Create(CultureInfo.InvariantCulture, $"{reply.Key.Project}: version {reply.Key.Version} is in use; earlier text stays readable\n")));
    }
}
