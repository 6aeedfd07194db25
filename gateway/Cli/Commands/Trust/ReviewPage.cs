using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Reviews and their items, for people.</summary>
internal sealed class ReviewPage(IAnsiConsole output)
{
    public void List(IReadOnlyList<Review> reviews)
    {
        if (reviews.Count == 0)
        {
            output.WriteLine("No reviews yet. Open one: medhelm review create RUN BENCHMARK --raters NAME,NAME");
            return;
        }
        var table = Listing.Table("Review", "Run", "Benchmark", "Rated", "Labelled", "Disputed", "Opened (UTC)", "Raters");
        foreach (var review in reviews)
        {
            table.Row(
                ResourceName.Review.Short(review.Name), RunName.Short(review.Spec.Run), review.Spec.Benchmark, Share(review.Rated, review.Answers), EstimateText.Whole(review.Labelled), EstimateText.Whole(review.Disputed),
                review.CreateTime?.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "", string.Join(", ", review.Spec.Raters));
        }
        output.WriteWhole(table);
    }

    public void Draw(Review review)
    {
        output.WriteLine($"{review.Name}: {review.Spec.Benchmark} of {review.Spec.Run}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Answers {review.Answers}: {review.Begun} begun, {review.Rated} rated by {Math.Max(2, review.Spec.RatersPerItem)} or more, {review.Labelled} labelled, {review.Disputed} disputed"));
        output.WriteLine($"Ratings: {string.Join(", ", review.Spec.Raters.Select(rater => string.Create(CultureInfo.InvariantCulture, $"{rater} {review.RatingsByRater.GetValueOrDefault(rater)}")))}{(review.Spec.Adjudicator.Length > 0 ? $"; {review.Spec.Adjudicator} decides disputes" : "")}");
        var table = Listing.Table("Measure", "Value [interval]", "Answers");
        var remarks = new Remarks();
        Row("Raters among themselves, ICC(1,1)", review.Agreement?.OneRater);
        Row("  their alpha", review.Agreement?.Alpha);
        foreach (var icc in review.JuryAndClinicians.Where(icc => icc.Form is IccForm.TwoWayRandom or IccForm.TwoWayMixedMean)) Row($"Jury and labels, {AgreementPage.Name(icc.Form)}", icc.ByF);
        if (table.Rows.Count > 0) output.WriteWhole(table);
        remarks.Write(output);
        if (review.Scores.Count > 0) AnchoredTable.Write(output, review.Scores);
        if (review.HasLabelsToHalf) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"About {review.LabelsToHalf} more labels until the widest anchored interval is half as wide as the labels alone would give."));

        void Row(string measure, Estimate? value)
        {
            if (value is null) return;
            table.Row(measure, EstimateText.Of(value), EstimateText.Whole(value.Units));
            remarks.Add(measure, value.Remark);
        }
    }

    public void Next(string id, string rater, NextItemResponse reply)
    {
        if (reply.Item is not { } item)
        {
            output.WriteLine($"Nothing is left for {rater}.");
            return;
        }
        Item(item);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reply.Left} left for {rater}, this one included."));
        output.WriteLine($"Rate it: medhelm review rate {id} --rater {rater} --item {item.Item} {Pattern(item)}");
    }

    public void Disputes(string id, string adjudicator, IReadOnlyList<Dispute> disputes)
    {
        if (disputes.Count == 0) output.WriteLine("Nothing is disputed.");
        foreach (var dispute in disputes)
        {
            Item(dispute.Item);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dispute.Distance:0.00} points apart:"));
            foreach (var rating in dispute.Ratings)
                output.WriteLine($"  {rating.Rater}: {string.Join(", ", rating.Marks.Select(Text))}{(rating.Comment.Length > 0 ? $"; {rating.Comment}" : "")}");
            output.WriteLine($"Decide it: medhelm review adjudicate {id} --adjudicator {adjudicator} --item {dispute.Item.Item} {Pattern(dispute.Item)}");
            output.WriteLine();
        }
    }

    private void Item(ReviewItem item)
    {
        Section("Question", item.Question);
        if (item.GoldResponse.Length > 0) Section("Reference", item.GoldResponse);
        Section("Answer", item.Answer);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Criteria, {item.ScaleMin} to {item.ScaleMax}:"));
        foreach (var criterion in item.Criteria) output.WriteLine($"  {criterion.Name}: {criterion.Description}");
    }

    private void Section(string title, string text)
    {
        output.Write(new Text(title, new Style(decoration: Decoration.Bold)));
        output.WriteLine();
        output.WriteLine(text);
        output.WriteLine();
    }

    private static string Pattern(ReviewItem item) => string.Join(' ', item.Criteria.Select(criterion => $"{criterion.Name}=N"));

    private static string Text(Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{mark.Criterion} {mark.Score:0.##}");

    private static string Share(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}");
}
