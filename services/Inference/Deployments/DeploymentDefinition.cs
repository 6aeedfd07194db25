using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers.Bedrock;
using MedHelm.Inference.Providers.Replay;

namespace MedHelm.Inference.Deployments;

/// <summary>Where and how one model is called, as configured.</summary>
internal sealed record DeploymentDefinition
{
    public required string Id { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public string DisplayName { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Who made the model, in lower case, whoever serves it; empty when nobody said.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>True when answers can be held to a JSON schema. Default false.</summary>
    public bool StructuredOutput { get; init; }

    public DeploymentKind Kind { get; init; } = DeploymentKind.Model;

    public IReadOnlyList<DataTier> ApprovedTiers { get; init; } = [DataTier.Public];

    /// <summary>Most calls in flight at once over all replicas; the adaptive limit moves between 1 and this. Default 16.</summary>
    public int MaxInFlight { get; init; } = 16;

    /// <summary>Limit of one attempt. Default 120 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Requests a minute over all replicas; null: no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute over all replicas, input and worst-case output; null: no limit.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Limit of one completion, waiting and retries included. Default 15 min.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>True when the provider bills a repeated Idempotency-Key once, so that a call whose end nobody saw is not presumed paid.</summary>
    public bool HonoursIdempotencyKeys { get; init; }

    /// <summary>The most output tokens that the model writes when a request names no limit. Default 65,536.</summary>
    public int MostOutputTokens { get; init; } = 65_536;

    /// <summary>Attempts after the first that failed for a passing reason. Default 4.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>False where the provider's batch API must not be used. Default true.</summary>
    public bool Batch { get; init; } = true;

    /// <summary>What its tokens cost, and since when. Default nothing.</summary>
    public PriceSchedule Prices { get; init; } = PriceSchedule.Free;

    /// <summary>Null where the provider has an address of its own.</summary>
    public Uri? BaseUrl { get; init; }

    public ApiKeySource ApiKey { get; init; } = ApiKeySource.None;

    /// <summary>Take the place of a request's own settings where set.</summary>
    public ParameterOverrides Overrides { get; init; } = new();

    /// <summary>Fields added to the provider's request as they stand, in canonical JSON.</summary>
    public string ExtraBody { get; init; } = "";

    /// <summary>Name of the field for the output limit. Default max_tokens.</summary>
    public string MaxTokensField { get; init; } = "max_tokens";

    /// <summary>Version of Azure's API, sent with each request; empty elsewhere.</summary>
    public string AzureApiVersion { get; init; } = "";

    /// <summary>True where the key goes in the header api-key, as Azure has it, and not as a bearer token.</summary>
    public bool KeyInOwnHeader { get; init; }

    /// <summary>Names of Anthropic's features under trial, in order.</summary>
    public IReadOnlyList<string> AnthropicBeta { get; init; } = [];

    /// <summary>Null where the provider is not Bedrock.</summary>
    public AwsAccess? Aws { get; init; }

    public IReadOnlyList<RecordingSource> Recordings { get; init; } = [];

    /// <summary>What the files of <see cref="Recordings"/> held when the deployments were read; null without any.</summary>
    public Recording? Recording { get; init; }

    /// <summary>The price list that holds at an instant. Shared: never changed.</summary>
    public PriceList PricesAt(DateTimeOffset instant) => Prices.At(instant);

    /// <summary>What clients see of it, with the prices of now.</summary>
    public Deployment ToProto(DateTimeOffset now) => new()
    {
        Id = Id,
        DisplayName = DisplayName.Length > 0 ? DisplayName : Id,
        Kind = Kind,
        Model = Model,
        ApprovedTiers = { ApprovedTiers },
        MaxInFlight = MaxInFlight,
        Prices = PricesAt(now),
        Description = Description,
        Problem = ApiKey.Problem() is { Length: > 0 } problem ? problem : Aws?.Problem() ?? "",
        Provider = Provider,
        Vendor = Vendor,
        StructuredOutput = StructuredOutput,
    };
}
