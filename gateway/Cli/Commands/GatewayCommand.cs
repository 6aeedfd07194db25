using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands;

/// <summary>A command that talks to the gateway. What can go wrong on the way is explained here, once.</summary>
internal abstract class GatewayCommand : Command, IHasExamples
{
    private readonly GlobalOptions globals;

    protected GatewayCommand(string name, string description, CommandHost host, GlobalOptions globals)
        : base(name, description)
    {
        Host = host;
        this.globals = globals;
        SetAction(InvokeAsync);
    }

    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>True for a command that changes something, so that its refusal says that nothing was.</summary>
    protected virtual bool Stores => false;

    protected CommandHost Host { get; }

    protected abstract Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken);

    protected bool AsJson(ParseResult parse) => parse.GetValue(globals.Json);

    /// <summary>Prints the message as JSON where that is asked for; else lets the command draw its table.</summary>
    protected int Print(ParseResult parse, IMessage message, Action draw)
    {
        if (AsJson(parse))
            Host.WriteData(ProtoJson.Format(message));
        else
            draw();
        return ExitCodes.Completed;
    }

    private async Task<int> InvokeAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        try
        {
            var address = GatewayAddress.Resolve(parse.GetValue(globals.Address), Host.Variable);
            return await InvokeAsync(parse, address, cancellationToken);
        }
        catch (CommandFailure failure)
        {
            Host.Complain(failure);
            return failure.ExitCode;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Host.Complain(new(ExitCodes.Failed, error.Message));
            return ExitCodes.Failed;
        }
    }

    private async Task<int> InvokeAsync(ParseResult parse, GatewayAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(parse, new GatewayClient(address, Host.Connect(address.Uri), Host.Clock), cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (RpcException error)
        {
            throw RpcFailure.Explain(error, address, Stores);
        }
    }
}
