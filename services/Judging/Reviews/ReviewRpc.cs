using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Certificates;
using MedHelm.Judging.Ratings;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Reviews;

/// <summary>The gRPC API over what clinicians say.</summary>
internal sealed class ReviewRpc(
    RatingImport import, RatingStore ratings, RatingCertificates certificates, ReviewOpening opening, ReviewQueue queue, ReviewReports reports, ReviewStore store) : ReviewService.ReviewServiceBase
{
    public override Task<ImportRatingsResponse> ImportRatings(ImportRatingsRequest request, ServerCallContext context) => import.ImportAsync(request, context.CancellationToken);

    public override async Task<ListRatingSetsResponse> ListRatingSets(ListRatingSetsRequest request, ServerCallContext context) =>
        new() { RatingSets = { await ratings.ListAsync(null, context.CancellationToken) } };

    public override async Task<CertifyRatingsResponse> CertifyRatings(CertifyRatingsRequest request, ServerCallContext context) =>
        new() { Certificate = await certificates.MakeAsync(request, context.CancellationToken) };

    public override async Task<CreateReviewResponse> CreateReview(CreateReviewRequest request, ServerCallContext context) =>
        new() { Review = ReviewReports.Progress(await opening.OpenAsync(request, context.CancellationToken)) };

    public override async Task<GetReviewResponse> GetReview(GetReviewRequest request, ServerCallContext context) =>
        new() { Review = await reports.ReportAsync(await queue.FindAsync(request.Name, context.CancellationToken), context.CancellationToken) };

    public override async Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length == 0 || ResourceNames.IsRun(request.Run), "run", "must be empty or runs/ID.");
        violations.ThrowIfAny();
        return new ListReviewsResponse { Reviews = { (await store.ListAsync(request.Run, context.CancellationToken)).Select(ReviewReports.Progress) } };
    }

    public override Task<NextItemResponse> NextItem(NextItemRequest request, ServerCallContext context) => queue.NextAsync(request, context.CancellationToken);

    public override Task<SubmitRatingResponse> SubmitRating(SubmitRatingRequest request, ServerCallContext context) => queue.SubmitAsync(request, context.CancellationToken);

    public override Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context) => queue.DisputesAsync(request, context.CancellationToken);

    public override Task<AdjudicateItemResponse> AdjudicateItem(AdjudicateItemRequest request, ServerCallContext context) => queue.DecideAsync(request, context.CancellationToken);
}
