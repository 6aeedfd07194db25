using Grpc.Core;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Judging as seen by Reporting: the certificates there are.</summary>
internal sealed class FakeCertificates : CertificateService.CertificateServiceClient
{
    public List<Certificate> All { get; } = [];

    /// <summary>What it answers instead; null to answer.</summary>
    public StatusCode? Trouble { get; set; }

    public int Calls { get; private set; }

    public override AsyncUnaryCall<ListCertificatesResponse> ListCertificatesAsync(ListCertificatesRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        Xunit.Assert.NotNull(deadline);
        var answer = Trouble is { } status ? Task.FromException<ListCertificatesResponse>(new RpcException(new Status(status, "not now"))) : Task.FromResult(new ListCertificatesResponse { Certificates = { All } });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
