using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class RatingsImportCommand : GatewayCommand
{
    private const int Patience = 120;
    private const int UsualMin = 1;
    private const int UsualMax = 5;

    private readonly Argument<string> file = new("FILE.csv") { Description = "One row for each rater and answer; '-' reads standard input" };
    private readonly Option<string> id = new("--id") { Description = "Your id for the set (4 to 63 of a-z, 0-9, -); the same table again changes nothing", HelpName = "ID", Required = true };
    private readonly Option<string?> run = new("--run") { Description = "The run whose answers were rated: its certificate then counts these ratings as labels", HelpName = "RUN" };
    private readonly Option<string?> description = new("--description") { Description = "Who rated what, and when", HelpName = "TEXT" };
    private readonly Option<string[]> criteria = CommaList.Option("--criteria", "Columns that hold the marks, where they are not accuracy, completeness, clarity, structure", "NAME");
    private readonly Option<int?> scaleMin = new("--scale-min") { Description = "Lowest mark, 1 where nothing is said", HelpName = "N" };
    private readonly Option<int?> scaleMax = new("--scale-max") { Description = "Highest mark, 5 where nothing is said", HelpName = "N" };

    public RatingsImportCommand(CommandHost host, GlobalOptions globals)
        : base("import", "Import ratings of clinicians, all or nothing", host, globals)
    {
        Arguments.Add(file);
        Options.Add(id);
        Options.Add(run);
        Options.Add(description);
        Options.Add(criteria);
        Options.Add(scaleMin);
        Options.Add(scaleMax);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm ratings import ratings.csv --id clinic-2026 --run quick-1",
        "medhelm ratings import ratings.csv --id clinic-2026 --criteria safety,tone --scale-min 0 --scale-max 10",
        "",
        "A table:",
        "  rater,benchmark,instance_id,candidate,accuracy,completeness,clarity",
        "  dr-a,aci_bench,D2N088,openai/gpt-4o,4,5,4",
        "Columns llm_accuracy and so on, or jury_accuracy, hold a jury's marks of the same answers; 'ratings certify' then certifies that jury.",
    ];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var path = parse.GetRequiredValue(file);
        var request = new ImportRatingsRequest
        {
            SetId = parse.GetRequiredValue(id),
            Csv = path == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken),
            Criteria = { CommaList.Get(parse, criteria) },
            Run = parse.GetValue(run) is { } rated ? RunName.Full(rated) : "",
            ScaleMin = parse.GetValue(scaleMin) ?? UsualMin,
            ScaleMax = parse.GetValue(scaleMax) ?? UsualMax,
            Description = parse.GetValue(description) ?? "",
        };
        var reply = await gateway.Reviews.ImportRatingsAsync(request, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () =>
        {
            new RatingSetTable(Host.Output).Draw([reply.RatingSet]);
            if (reply.AlreadyThere) Host.Output.WriteLine("This very table was there already; nothing has changed.");
            if (reply.IgnoredColumns.Count > 0) Host.Output.WriteLine($"Columns that were not used: {string.Join(", ", reply.IgnoredColumns)}");
            if (request.Run.Length > 0) Host.Output.WriteLine($"They count as labels of {request.Run}: medhelm certificate {RunName.Short(request.Run)}");
            else if (!reply.RatingSet.WithJury) Host.Output.WriteLine("They name no run, so they certify no jury; import them under another id with --run RUN.");
            if (reply.RatingSet.WithJury) Host.Output.WriteLine($"The jury's marks came along: medhelm ratings certify {request.SetId}");
        });
    }
}
