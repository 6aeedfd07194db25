using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;

namespace MedHelm.Catalog.Definitions;

internal static class JuryFileReader
{
    // Room for the reasons beside the marks, as in MedHELM.
    private const int UsualOutputTokens = 4096;
    private const double HighestWeight = 1000;
    private const double WidestScale = 2000;

    private static readonly Dictionary<string, Aggregation> Aggregations = new(StringComparer.Ordinal)
    {
        ["mean"] = Aggregation.Mean,
        ["median"] = Aggregation.Median,
        ["trimmed_mean"] = Aggregation.TrimmedMean,
        ["majority"] = Aggregation.Majority,
        ["weighted_mean"] = Aggregation.WeightedMean,
    };

    private static readonly Dictionary<string, Recusal> Recusals = new(StringComparer.Ordinal)
    {
        ["none"] = Recusal.None,
        ["same_model"] = Recusal.SameModel,
        ["same_vendor"] = Recusal.SameVendor,
    };

    private static readonly Dictionary<string, string> References = new(StringComparer.Ordinal) { ["clinicians"] = "clinicians", ["jury"] = "jury" };

    /// <summary>Null when the file has problems.</summary>
    public static DefinedJury? Read(string path, ProblemList problems)
    {
        var before = problems.Count;
        if (YamlFile.Open(path, problems) is not { Root: var root } file)
            return null;
        var jury = new Jury { Id = root.Text("id"), Version = root.Integer("version", 1, int.MaxValue) };
        if (jury.Id.Length > 0 && !CatalogNames.IsSuiteId(jury.Id))
            root.Problem("id", $"is \"{jury.Id}\"; use lower-case letters, digits, \"-\" and \"_\", starting with a letter.");
        var (name, description) = (root.Text("display_name"), root.Text("description"));
        jury.Aggregation = root.Has("aggregation") ? root.Choice("aggregation", Aggregations) : Aggregation.Mean;
        jury.Recusal = root.Has("recusal") ? root.Choice("recusal", Recusals) : Recusal.None;
        jury.Jurors.Add(Seats(root, "jurors"));
        jury.Bench.Add(Seats(root, "bench"));
        jury.Trim = root.OptionalNumber("trim", 0, 0.5) ?? 0;
        jury.Repeats = root.Has("repeats") ? root.Integer("repeats", 1, JuryRules.MostRepeats) : 1;
        jury.MinValidVerdicts = root.Has("min_valid_verdicts") ? root.Integer("min_valid_verdicts", 1, int.MaxValue) : 0;
        jury.Repair = !root.Has("repair") || root.Flag("repair");
        jury.FreeReplies = root.Has("structured_output") && !root.Flag("structured_output");
        jury.Escalation = root.OptionalMap("escalation") is { } escalation ? ReadEscalation(escalation) : null;
        jury.Parameters = ReadParameters(root.OptionalMap("parameters"));
        root.RejectOtherKeys();
        // Contradictions only where every part is sound, else one slip would be reported twice.
        if (problems.Count == before)
            foreach (var (field, message) in JuryRules.Problems(jury))
                ProblemAt(root, field, message);
        return problems.Count == before ? new(name, description, jury, file.Sha256, path) : null;
    }

    private static List<Juror> Seats(YamlMap root, string key)
    {
        var seats = new List<Juror>();
        foreach (var map in root.Has(key) ? root.Maps(key) : [])
        {
            var deployment = map.Text("deployment");
            var juror = new Juror { Name = map.OptionalText("name") ?? deployment, Deployment = deployment, Weight = map.OptionalNumber("weight", 0, HighestWeight) ?? 0 };
            if (map.Has("weight") && juror.Weight == 0)
                map.Problem("weight", "must be above 0; leave a juror out who is not to count.");
            map.RejectOtherKeys();
            seats.Add(juror);
        }

        return seats;
    }

    private static Escalation ReadEscalation(YamlMap map)
    {
        var escalation = new Escalation
        {
            First = map.Integer("first", 1, int.MaxValue),
            Disagreement = Number(map, "disagreement", 0, WidestScale),
            AuditShare = map.OptionalNumber("audit_share", 0, 1) ?? 0,
        };
        if (map.OptionalMap("guarantee") is { } promised)
        {
            escalation.Guarantee = new AgreementGuarantee
            {
                Agreement = Number(promised, "agreement", 0, 1),
                Error = Number(promised, "error", 0, 1),
                Tolerance = Number(promised, "tolerance", 0, WidestScale),
                Items = promised.Integer("items", 1, int.MaxValue),
                Reference = promised.Choice("reference", References),
            };
            promised.RejectOtherKeys();
        }

        map.RejectOtherKeys();
        return escalation;
    }

    private static DecodingParameters ReadParameters(YamlMap? map)
    {
        var parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = UsualOutputTokens };
        if (map is null)
            return parameters;
        if (map.OptionalNumber("temperature", 0, 2) is { } temperature)
            parameters.Temperature = temperature;
        if (map.Has("max_output_tokens"))
            parameters.MaxOutputTokens = map.Integer("max_output_tokens", 1, 1_000_000);
        map.RejectOtherKeys();
        return parameters;
    }

    private static double Number(YamlMap map, string key, double min, double max)
    {
        if (map.OptionalNumber(key, min, max) is { } number)
            return number;
        if (!map.Has(key))
            map.Problem(null, $"{key} is missing.");
        return 0;
    }

    // "escalation.first" is the key first of the mapping escalation.
    private static void ProblemAt(YamlMap root, string field, string message)
    {
        var parts = field.Split('.');
        var map = parts[..^1].Aggregate(root, (at, part) => at.Map(part)!);
        map.Problem(parts[^1], message);
    }
}
