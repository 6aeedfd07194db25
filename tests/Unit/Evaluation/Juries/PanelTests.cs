using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation.Juries;

/// <summary>Deployments are written "vendor:model", with "#2" for another deployment of the same model.</summary>
public sealed class PanelTests
{
    [Theory]
    // Nobody recuses itself, whoever the candidate is.
    [InlineData(Recusal.None, "openai:g anthropic:c", "meta:l", "openai:g", "openai:g anthropic:c", "")]
    // The candidate's own model, in this or another deployment, not its vendor's other models.
    [InlineData(Recusal.SameModel, "openai:g anthropic:c", "meta:l", "openai:g", "meta:l anthropic:c", "openai:g>meta:l")]
    [InlineData(Recusal.SameModel, "openai:g#2 anthropic:c", "meta:l", "openai:g", "meta:l anthropic:c", "openai:g#2>meta:l")]
    [InlineData(Recusal.SameModel, "openai:g anthropic:c", "meta:l", "openai:h", "openai:g anthropic:c", "")]
    [InlineData(Recusal.SameVendor, "openai:g anthropic:c", "meta:l", "openai:h", "meta:l anthropic:c", "openai:g>meta:l")]
    // A substitute must not have to recuse itself; the next of the bench steps in, in its order.
    [InlineData(Recusal.SameVendor, "openai:g anthropic:c", "openai:i meta:l google:m", "openai:h", "meta:l anthropic:c", "openai:g>meta:l")]
    // Two leave: each substitute takes one seat only.
    [InlineData(Recusal.SameVendor, "openai:g openai:i anthropic:c", "meta:l google:m", "openai:h", "meta:l google:m anthropic:c", "openai:g>meta:l openai:i>google:m")]
    [InlineData(Recusal.SameVendor, "openai:g openai:i anthropic:c", "meta:l", "openai:h", "meta:l anthropic:c", "openai:g>meta:l openai:i>")]
    // Nobody can: the seat stays empty.
    [InlineData(Recusal.SameVendor, "openai:g anthropic:c", "", "openai:h", "anthropic:c", "openai:g>")]
    [InlineData(Recusal.SameVendor, "openai:g", "openai:i", "openai:h", "", "openai:g>")]
    // A vendor that nobody stated is nobody's.
    [InlineData(Recusal.SameVendor, ":g anthropic:c", "meta:l", ":h", ":g anthropic:c", "")]
    public void A_panel_is_the_jury_without_those_who_must_not_rate_this_candidate(Recusal rule, string jurors, string bench, string candidate, string panel, string substitutions)
    {
        var jury = Pinned(rule, jurors, bench, candidate);

        var found = Assert.Single(jury.Panels);
        Assert.Equal((candidate, panel), (found.Candidate, string.Join(' ', found.Jurors)));
        Assert.Equal(substitutions, string.Join(' ', found.Substitutions.Select(s => $"{s.Juror}>{s.Substitute}")));
    }

    [Theory]
    [InlineData("openai:g anthropic:c meta:l", 0, "google:m", 2)]
    [InlineData("openai:g anthropic:c meta:l", 0, "openai:h", 2)]
    [InlineData("openai:g openai:i anthropic:c", 0, "openai:h", 1)]
    [InlineData("openai:g openai:i anthropic:c", 2, "openai:h", 2)]
    [InlineData("openai:g", 0, "openai:h", 1)]
    // Two are asked first, and their agreement must reach a score.
    [InlineData("a:1 b:2 c:3 d:4", 0, "google:m", 2)]
    [InlineData("a:1 b:2 c:3 d:4 e:5", 0, "google:m", 2)]
    public void Without_a_number_a_score_needs_the_majority_or_everybody_of_the_smallest_panel_or_of_the_first_asked(string jurors, int asked, string candidate, int needed) =>
        Assert.Equal(needed, Pinned(Recusal.SameVendor, jurors, "", candidate, asked).MinValidVerdicts);

    [Fact]
    public void A_panel_that_can_never_reach_a_score_is_named()
    {
        Assert.Contains("every juror recuses itself from 'openai:h'", Assert.Single(Panels.Problems(Pinned(Recusal.SameVendor, "openai:g", "", "openai:h"))), StringComparison.Ordinal);
        Assert.Contains("1 of its jurors can rate 'openai:h', and a score needs 2", Assert.Single(Panels.Problems(Pinned(Recusal.SameVendor, "openai:g anthropic:c", "", "openai:h", 2))), StringComparison.Ordinal);
        Assert.Empty(Panels.Problems(Pinned(Recusal.SameVendor, "openai:g anthropic:c", "meta:l", "openai:h", 2)));
    }

    [Fact]
    public void A_model_is_the_same_behind_any_host()
    {
        var candidate = new PlannedModel { Deployment = "together/llama", Model = "meta-llama/Llama-3.3-70B" };

        Assert.True(Panels.Recuses(Recusal.SameModel, new Juror { Name = "l", Deployment = "own/llama", Model = "llama-3.3-70b" }, candidate));
        Assert.False(Panels.Recuses(Recusal.SameModel, new Juror { Name = "l", Deployment = "own/llama", Model = "llama-3.3-8b" }, candidate));
    }

    [Fact]
    public void Deployments_that_take_the_jurors_seats_leave_the_bench_and_bear_their_own_names()
    {
        var seated = JuryPinning.Seat(Rules(Recusal.None, "openai:g", "meta:l google:m"), ["meta:l", "x", "x"]);

        Assert.Equal([("meta:l", "meta:l"), ("x", "x")], seated.Jurors.Select(j => (j.Name, j.Deployment)));
        Assert.Equal(["google:m"], seated.Bench.Select(j => j.Name));
        Assert.Equal(["openai:g"], JuryPinning.Seat(Rules(Recusal.None, "openai:g", ""), []).Jurors.Select(j => j.Name));
    }

    [Fact]
    public void The_digest_follows_what_can_change_a_score_and_nothing_else()
    {
        var jury = Pinned(Recusal.SameVendor, "openai:g anthropic:c meta:l", "google:m", "openai:h");
        string After(Action<Jury> change)
        {
            var other = jury.Clone();
            change(other);
            return JuryPinning.DigestOf(other);
        }

        Assert.Equal(64, jury.Sha256.Length);
        Action<Jury>[] same = [j => j.Id = "other", j => j.Version = 9, j => j.Panels.Clear(), j => j.Jurors[0].Name = "n", j => j.Rubric.Version = 7, j => j.Escalation.Guarantee = new()];
        Action<Jury>[] another =
        [
            j => j.Jurors[0].Model = "m2", j => j.Jurors[0].Deployment = "d2", j => j.Jurors[0].Vendor = "v2", j => j.Bench.Clear(), j => j.Rubric.Sha256 = "r2", j => j.MinValidVerdicts = 3,
            j => j.Parameters.Temperature = 1, j => j.Aggregation = Aggregation.Median, j => j.Trim = 0.1, j => j.Repeats = 2, j => j.Repair = !j.Repair, j => j.Recusal = Recusal.None,
            j => j.Escalation.Disagreement = 2, j => j.Jurors[0].Weight = 2, j => j.Jurors[0].StructuredOutput = true,
        ];
        Assert.All(same, change => Assert.Equal(jury.Sha256, After(change)));
        Assert.All(another, change => Assert.NotEqual(jury.Sha256, After(change)));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public void A_reply_is_held_to_a_schema_where_the_deployment_can_and_the_jury_wants(bool can, bool free, bool held)
    {
        var rules = Rules(Recusal.None, "openai:g", "");
        rules.FreeReplies = free;

        var jury = JuryPinning.Pin(rules, new Rubric(), id => new Deployment { Id = id, Model = "g-1", Vendor = "openai", StructuredOutput = can }, []);

        Assert.Equal(("g-1", "openai", held), (jury.Jurors[0].Model, jury.Jurors[0].Vendor, jury.Jurors[0].StructuredOutput));
    }

    private static Jury Pinned(Recusal rule, string jurors, string bench, string candidate, int minValid = 0)
    {
        var rules = Rules(rule, jurors, bench);
        rules.MinValidVerdicts = minValid;
        return JuryPinning.Pin(rules, new Rubric { Id = "r", Version = 1, Sha256 = "r1" }, Deployment, [new PlannedModel { Deployment = candidate, Model = Deployment(candidate).Model, Vendor = Deployment(candidate).Vendor }]);
    }

    private static Jury Rules(Recusal rule, string jurors, string bench) => new()
    {
        Id = "j",
        Version = 1,
        Recusal = rule,
        Parameters = new() { Temperature = 0 },
        Escalation = new() { First = 2, Disagreement = 1 },
        Jurors = { Seats(jurors) },
        Bench = { Seats(bench) },
    };

    private static IEnumerable<Juror> Seats(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new Juror { Name = name, Deployment = name });

    private static Deployment Deployment(string id) => new() { Id = id, Vendor = id.Split(':')[0], Model = id.Split('#')[0] };
}
