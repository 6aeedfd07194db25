using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Bench.Examination;

/// <summary>The last examination of each model of a deployment by each rubric.</summary>
internal sealed class AdmissionStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private static readonly string[] Columns = ["deployment", "rubric_sha256", "model", "time_ms", "renewals", "admission"];

    /// <summary>The report; null when this model was never examined by this rubric.</summary>
    public async Task<Admission?> FindAsync(string deployment, string model, string rubricSha256, CancellationToken cancel) =>
        (await FindWithRenewalsAsync(deployment, model, rubricSha256, cancel))?.Admission;

    /// <summary>The report with how often it was renewed.</summary>
    public async Task<(Admission Admission, int Renewals)?> FindWithRenewalsAsync(string deployment, string model, string rubricSha256, CancellationToken cancel)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<(byte[] Admission, long Renewals)>(new CommandDefinition(
                "SELECT admission, renewals FROM admissions WHERE deployment = @deployment AND rubric_sha256 = @rubricSha256 AND model = @model",
                new { deployment, rubricSha256, model }, cancellationToken: cancel)),
            cancel);
        return rows.Select(row => ((Admission, int)?)(Admission.Parser.ParseFrom(row.Admission), (int)row.Renewals)).FirstOrDefault();
    }

    /// <summary>Keeps the report in the place of the one before.</summary>
    public Task SaveAsync(Admission admission, int renewals, CancellationToken cancel) => database.WriteAsync(transaction => RowWriter.InsertAsync(
        transaction, "admissions", Columns,
        "(deployment, rubric_sha256, model) DO UPDATE SET time_ms = excluded.time_ms, renewals = excluded.renewals, admission = excluded.admission",
        [[admission.Deployment, admission.RubricSha256, admission.Model, admission.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(), (long)renewals, admission.ToByteArray()]], cancel), cancel);

    /// <summary>The latest report of each deployment and rubric, sorted by both.</summary>
    /// <param name="deployment">Only this one; empty means all.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<Admission>> ListAsync(string deployment, CancellationToken cancel)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<(string Deployment, string Rubric, byte[] Admission)>(new CommandDefinition(
                "SELECT deployment, rubric_sha256, admission FROM admissions WHERE @deployment = '' OR deployment = @deployment ORDER BY deployment, rubric_sha256, time_ms DESC, model",
                new { deployment }, cancellationToken: cancel)),
            cancel);
        return [.. rows.DistinctBy(row => (row.Deployment, row.Rubric)).Select(row => Admission.Parser.ParseFrom(row.Admission))];
    }
}
