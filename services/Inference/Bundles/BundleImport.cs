using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Bundles;

/// <summary>
/// Takes answers in: all that a caller sends, after every one is checked, or none. Meanwhile they are put aside in the
/// database, so that neither memory nor a small disk bounds an import.
/// </summary>
internal sealed class BundleImport(ArchiveTransfer archive)
{
    private const int MostAnswers = 5_000_000;
    private const long MostBytes = 16L * 1024 * 1024 * 1024;
    private const int ChunkRows = 200;
    private const int ChunkBytes = 4 * 1024 * 1024;

    public async Task<ImportCompletionsResponse> RunAsync(IAsyncStreamReader<ImportCompletionsRequest> requests, CancellationToken cancel)
    {
        var import = await archive.BeginImportAsync(cancel);
        try
        {
            var received = await StageAsync(import, requests, cancel);
            var added = await archive.CommitImportAsync(import, cancel);
            return new ImportCompletionsResponse { Added = added, Present = received - added };
        }
        catch
        {
            await archive.DiscardImportAsync(import);
            throw;
        }
    }

    private async Task<int> StageAsync(string import, IAsyncStreamReader<ImportCompletionsRequest> requests, CancellationToken cancel)
    {
        var chunk = new List<ArchivedCompletion>(ChunkRows);
        var (count, bytes, total) = (0, 0, 0L);
        while (await requests.MoveNext(cancel))
        {
            var request = requests.Current;
            Require(AnswerCheck.Problem(request), count);
            Require(count < MostAnswers && total < MostBytes ? null : $"a bundle may have {MostAnswers} answers and {MostBytes / 1024 / 1024 / 1024} GB; split it.", count);
            var answer = request.Completion;
            // Whoever paid for it did so elsewhere; here nobody is charged.
            answer.Payer = "";
            chunk.Add(answer);
            count++;
            bytes += answer.CalculateSize();
            total += answer.CalculateSize();
            if (chunk.Count < ChunkRows && bytes < ChunkBytes) continue;
            await archive.StageAsync(import, chunk, cancel);
            chunk.Clear();
            bytes = 0;
        }
        await archive.StageAsync(import, chunk, cancel);
        return count;
    }

    private static void Require(string? problem, int index)
    {
        if (problem is null) return;
        var violations = new Violations();
        violations.Add(string.Create(CultureInfo.InvariantCulture, $"completions[{index}]"), problem);
        violations.ThrowIfAny();
    }
}
