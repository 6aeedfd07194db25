using System.CommandLine;
using MedHelm.Catalog.Yaml;
using MedHelm.ServiceDefaults;

namespace MedHelm.Standalone;

/// <summary>The command line of the one-process system.</summary>
internal static class StandaloneCommand
{
    private const int Failed = 1;
    private const int BadUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var suite = new Option<string>("--suite") { Description = "Suite of the catalog, or a suite file of your own (.yaml)", HelpName = "NAME|FILE.yaml", DefaultValueFactory = _ => "quickstart" };
        var protocol = new Option<string?>("--protocol") { Description = "corrected mends what is known to be wrong in HELM's way (the default); medhelm reproduces HELM to the item", HelpName = "NAME" };
        var jury = new Option<string?>("--jury") { Description = "Jury of the open-ended benchmarks, in the place of the suite's", HelpName = "ID" };
        var maxInstances = new Option<int?>("--max-instances") { Description = "At most this many instances of each benchmark; of each of its subsets where it has some", HelpName = "N" };
        var project = new Option<string?>("--project") { Description = "Project that pays (1 to 63 of a-z, 0-9, -); 'default' where nothing is said", HelpName = "NAME" };
        var budget = new Option<string?>("--budget") { Description = "Most the run may spend, in US dollars; it pauses there with what it has (with --exit: exit code 4), and goes on when the budget is raised", HelpName = "USD" };
        var data = new Option<string>("--data") { Description = "Folder of everything that is kept: answers, scores, runs", HelpName = "DIR", DefaultValueFactory = _ => "medhelm-data" };
        var output = new Option<string?>("--out") { Description = "Also write the leaderboard there, as JSON", HelpName = "FILE.json" };
        var runId = new Option<string?>("--run-id") { Description = "Your id for the run; the same id again takes up the same run", HelpName = "ID" };
        var exit = new Option<bool>("--exit") { Description = "Stop after the run instead of serving on" };
        var serve = new Option<bool>("--serve") { Description = "Run nothing; only serve" };
        var urls = new Option<string>("--urls") { Description = "Web address; gRPC listens on the port after it", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var grpcUrls = new Option<string?>("--grpc-urls") { Description = "gRPC address, where it is not to be the port after the web address", HelpName = "URL" };
        var datasets = new Option<string?>("--datasets") { Description = "Folder of upstream data, one sub-folder a benchmark", HelpName = "DIR" };
        var deployments = new Option<string?>("--deployments") { Description = "Model deployments beside the built-in baselines", HelpName = "FILE.yaml" };
        var catalog = new Option<string?>("--catalog") { Description = "Folder of your own benchmarks, juries and suites", HelpName = "DIR" };
        var root = new RootCommand("MedHelm.Services in one process, with nothing to install.") { suite, protocol, jury, maxInstances, project, budget, data, output, runId, exit, serve, urls, grpcUrls, datasets, deployments, catalog };
        root.SetAction((parse, cancel) => HostAsync(new StandaloneOptions
        {
            Suite = parse.GetRequiredValue(suite),
            Protocol = parse.GetValue(protocol),
            Jury = parse.GetValue(jury),
            MaxInstances = parse.GetValue(maxInstances),
            Project = parse.GetValue(project),
            Budget = parse.GetValue(budget),
            Data = parse.GetRequiredValue(data),
            Out = parse.GetValue(output),
            RunId = parse.GetValue(runId),
            Exit = parse.GetValue(exit),
            ServeOnly = parse.GetValue(serve),
            Urls = parse.GetRequiredValue(urls),
            GrpcUrls = parse.GetValue(grpcUrls),
            Datasets = parse.GetValue(datasets),
            Deployments = parse.GetValue(deployments),
            Catalog = parse.GetValue(catalog),
        }, cancel));
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? BadUsage : code;
    }

    private static async Task<int> HostAsync(StandaloneOptions options, CancellationToken cancel)
    {
        try
        {
            using var folder = DataFolder.Open(options.Data);
            return await StandaloneHost.RunAsync(options, folder, cancel);
        }
        catch (Exception e) when (e is SettingsException or CatalogException)
        {
            return Complain(BadUsage, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or InvalidDataException)
        {
            return Complain(Failed, e.Message);
        }
    }

    private static int Complain(int code, string message)
    {
        Console.Error.WriteLine("error: " + message);
        return code;
    }
}
