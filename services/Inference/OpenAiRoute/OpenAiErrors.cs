using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>What goes wrong, in the terms of OpenAI's API: their clients repeat 408, 409, 429 and 5xx, and nothing else.</summary>
internal static class OpenAiErrors
{
    private static readonly TimeSpan AfterRateLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterUnavailable = TimeSpan.FromSeconds(2);

    public static OpenAiException UnknownModel(string model) => new(StatusCodes.Status404NotFound, OpenAiException.InvalidType, "model_not_found",
        $"There is no deployment '{(model.Length <= 100 ? model : model[..100])}'; GET /v1/models lists them.", "model");

    public static OpenAiException TierNotApproved(string model, string tier) => new(StatusCodes.Status403Forbidden, "permission_error", "data_tier_not_approved",
        $"'{model}' is not approved for {tier} data.", ChatHeaders.DataTier);

    /// <summary>The error of a failure; null for those that OpenAI tells of within an answer.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="deployment">The deployment that was asked.</param>
    public static OpenAiException? Of(Failure failure, string deployment) => failure.Reason switch
    {
        FailureReason.Refusal or FailureReason.ContentFilter or FailureReason.Length or FailureReason.Empty => null,
        FailureReason.Budget => new(StatusCodes.Status402PaymentRequired, "budget_exceeded", "budget_exceeded", failure.Shortfall is { } shortfall ? Of(shortfall) : failure.Message),
        FailureReason.RateLimit => new(StatusCodes.Status429TooManyRequests, "rate_limit_error", "rate_limit_exceeded", failure.Message) { RetryAfter = AfterRateLimit },
        FailureReason.Timeout => new(StatusCodes.Status504GatewayTimeout, "server_error", "provider_timeout", failure.Message),
        // A 401 would blame the client's own key.
        FailureReason.Authentication => new(StatusCodes.Status502BadGateway, "provider_error", "provider_credentials", $"MedHelm's credentials for '{deployment}' are missing or refused; its operator must mend them."),
        FailureReason.InvalidRequest => new(StatusCodes.Status400BadRequest, OpenAiException.InvalidType, "provider_refused", failure.Message),
        FailureReason.TierNotApproved => new(StatusCodes.Status403Forbidden, "permission_error", "data_tier_not_approved", failure.Message, ChatHeaders.DataTier),
        FailureReason.UnknownDeployment => new(StatusCodes.Status404NotFound, OpenAiException.InvalidType, "model_not_found", failure.Message, "model"),
        FailureReason.NotRecorded => new(StatusCodes.Status404NotFound, OpenAiException.InvalidType, "not_recorded", failure.Message),
        _ => new(StatusCodes.Status502BadGateway, "server_error", "provider_error", failure.Message),
    };

    /// <summary>The error of a status that the other protocol would answer with.</summary>
    public static OpenAiException Of(RpcException e) => e.StatusCode switch
    {
        StatusCode.InvalidArgument => Of(e.GetRpcStatus()?.GetDetail<BadRequest>(), e.Status.Detail),
        StatusCode.ResourceExhausted => new(StatusCodes.Status429TooManyRequests, "rate_limit_error", "rate_limit_exceeded", e.Status.Detail) { RetryAfter = AfterRateLimit },
        StatusCode.Unavailable => new(StatusCodes.Status503ServiceUnavailable, "server_error", "unavailable", e.Status.Detail) { RetryAfter = AfterUnavailable },
        StatusCode.PermissionDenied => new(StatusCodes.Status403Forbidden, "permission_error", "permission_denied", e.Status.Detail),
        StatusCode.Unauthenticated => new(StatusCodes.Status401Unauthorized, "authentication_error", "unauthenticated", e.Status.Detail),
        StatusCode.FailedPrecondition => new(StatusCodes.Status400BadRequest, OpenAiException.InvalidType, "failed_precondition", e.Status.Detail),
        _ => new(StatusCodes.Status500InternalServerError, "server_error", "internal", e.Status.Detail),
    };

    /// <summary>Answers with the error.</summary>
    public static async Task WriteAsync(HttpContext context, OpenAiException e)
    {
        var scratch = Scratch.Take();
        Write(scratch, e);
        var response = context.Response;
        response.StatusCode = e.Status;
        response.ContentType = "application/json";
        response.ContentLength = scratch.Buffer.WrittenCount;
        if (e.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The body of the error.</summary>
    public static void Write(Scratch scratch, OpenAiException e)
    {
        var json = scratch.Json;
        json.Reset(scratch.Buffer);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, e.Message);
        json.WriteString("type"u8, e.Type);
        json.WriteString("param"u8, e.Param);
        json.WriteString("code"u8, e.Code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private static string Of(BudgetShortfall shortfall) => string.Create(CultureInfo.InvariantCulture,
        $"The budget '{shortfall.Budget}' has no room for this call: it may cost ${Usd(shortfall.NeededNanoUsd)}, and the budget {(shortfall.AvailableNanoUsd < 0 ? "is over by" : "has available")} ${Usd(Math.Abs(shortfall.AvailableNanoUsd))}. Raise the budget and ask again.");

    private static string Usd(long nano) => (nano / 1_000_000_000m).ToString("0.00#######", CultureInfo.InvariantCulture);

    private static OpenAiException Of(BadRequest? request, string detail)
    {
        if (request is not { FieldViolations.Count: > 0 }) return new(StatusCodes.Status400BadRequest, OpenAiException.InvalidType, null, detail);
        var violations = request.FieldViolations.Select(violation => (Field: ChatFields.Of(violation.Field), violation.Description)).ToList();
        return new(StatusCodes.Status400BadRequest, OpenAiException.InvalidType, null, string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")), violations[0].Field);
    }
}
