using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Drift;

/// <summary>An anchor set as it was made.</summary>
/// <param name="Request">What was asked for, with the defaults filled in.</param>
/// <param name="Content">The set without what checks and links add.</param>
/// <param name="Jury">The run's jury.</param>
internal sealed record StoredAnchorSet(CreateAnchorSetRequest Request, AnchorSet Content, Jury Jury)
{
    /// <summary>Sensitivity of the answers.</summary>
    public required DataTier DataTier { get; init; }

    /// <summary>Protocol of the run.</summary>
    public required string Protocol { get; init; }

    /// <summary>The instances that were answered.</summary>
    public required string InstanceSet { get; init; }

    public string Id => Request.AnchorSetId;

    /// <summary>The version whose marks were frozen.</summary>
    public JurorVersion Frozen(AnchoredJuror juror) => new(juror.FrozenModel, Content.RubricSha256);
}
