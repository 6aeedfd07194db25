using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Cache;

internal sealed class ImportCacheCommand : GatewayCommand
{
    private readonly Argument<string> file = new("FILE.zip") { Description = "A bundle of 'medhelm cache export'" };

    public ImportCacheCommand(CommandHost host, GlobalOptions globals)
        : base("import", "Take answers in: all of a bundle after every check, or nothing; answers that are there stay", host, globals)
    {
        Arguments.Add(file);
    }

    public override IReadOnlyList<string> Examples => ["medhelm cache import answers.zip"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        using var bundle = await AnswerBundle.OpenAsync(parse.GetRequiredValue(file), cancellationToken);
        using var call = gateway.Cache.ImportCompletions(cancellationToken: cancellationToken);
        try
        {
            foreach (var answer in bundle.Answers())
                await call.RequestStream.WriteAsync(answer, cancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            // The service ended the call: its answer says why.
        }

        var reply = await call.ResponseAsync;
        return Print(parse, reply, () => Host.WriteData(string.Create(CultureInfo.InvariantCulture, $"{reply.Added} answers are new here, {reply.Present} were there already\n")));
    }
}
