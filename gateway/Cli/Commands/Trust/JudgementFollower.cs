using System.Globalization;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Waits until every answer of a judgement is judged, and says how far it is.</summary>
internal sealed class JudgementFollower(CommandHost host, GatewayClient gateway)
{
    private const int LargestPage = 1000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async Task WaitAsync(Judgement judgement, CancellationToken cancellationToken)
    {
        var told = "";
        while (judgement.CompleteTime is null)
        {
            var line = Line(judgement);
            if (line != told) host.Tell(told = line);
            await Task.Delay(LookEvery, host.Clock, cancellationToken);
            try
            {
                judgement = await LookAsync(judgement, cancellationToken);
            }
            catch (RpcException error) when (RpcFailure.MayPass(error) && !cancellationToken.IsCancellationRequested)
            {
                // It goes on without us; the next look may find it.
            }
        }
    }

    private static string Line(Judgement judgement)
    {
        var progress = judgement.Answers == 0 ? "reading the stored answers" : string.Create(CultureInfo.InvariantCulture, $"{judgement.Judged} of {judgement.Answers} answers judged");
        return judgement.Problem.Length > 0 ? $"{judgement.Name}: {progress}. {judgement.Problem}" : $"{judgement.Name}: {progress}";
    }

    // The list has no cells, which take long to compute.
    private async Task<Judgement> LookAsync(Judgement judgement, CancellationToken cancellationToken)
    {
        var listed = await gateway.Judgements.ListJudgementsAsync(new ListJudgementsRequest { Run = judgement.Spec.Run, PageSize = LargestPage }, gateway.Soon(cancellationToken));
        return listed.Judgements.FirstOrDefault(other => other.Name == judgement.Name)
            ?? (await gateway.Judgements.GetJudgementAsync(new GetJudgementRequest { Name = judgement.Name }, gateway.Soon(cancellationToken))).Judgement;
    }
}
