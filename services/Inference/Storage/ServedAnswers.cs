using System.Data.Common;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>Which answers a run was served, whoever paid for them: what an export of the run takes along.</summary>
internal sealed class ServedAnswers([FromKeyedServices(InferenceModule.Service)] Database database)
{
    private static readonly string[] Columns = ["run", "request_digest"];

    /// <summary>Notes the answers of a batch. What is noted already stays. A direct call, whose run is empty, is not noted.</summary>
    public Task RecordAsync(string run, IReadOnlyCollection<string> digests, CancellationToken cancel) =>
        run.Length == 0 || digests.Count == 0 ? Task.CompletedTask : database.WriteAsync(transaction => RecordAsync(transaction, run, digests, cancel), cancel);

    /// <summary>The same, with whatever else the transaction stores.</summary>
    public static async Task RecordAsync(DbTransaction transaction, string run, IReadOnlyCollection<string> digests, CancellationToken cancel)
    {
        if (run.Length == 0) return;
        // In one order everywhere: replicas that note the same answers at once wait for each other in line, never in a ring.
        var rows = digests.Where(digest => digest.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(digest => new object?[] { run, digest }).ToList();
        await RowWriter.InsertAsync(transaction, "served", Columns, "(run, request_digest) DO NOTHING", rows, cancel);
    }
}
