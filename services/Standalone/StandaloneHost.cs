using System.Globalization;
using MedHelm.Cli;
using MedHelm.Contracts;
using MedHelm.Evaluation;
using MedHelm.Gateway;
using MedHelm.Gateway.Listening;
using MedHelm.Inference;
using MedHelm.Judging;
using MedHelm.Reporting;
using MedHelm.Scoring;
using MedHelm.ServiceDefaults;
using Microsoft.Extensions.Logging.Console;

namespace MedHelm.Standalone;

/// <summary>Every service and the gateway's edge in one process.</summary>
internal static class StandaloneHost
{
    private static readonly string[] Services = ["EVALUATION", "INFERENCE", "JUDGING", "SCORING", "REPORTING"];

    public static async Task<int> RunAsync(StandaloneOptions options, DataFolder folder, CancellationToken cancel)
    {
        await using var app = Build(options, folder);
        await app.StartAsync(cancel);
        var addresses = EdgeAddresses.Of(app.Services);
        var code = options.ServeOnly ? 0 : await MedHelmCli.RunAsync(RunArguments(options, addresses), "Stopped. The same command takes the run up where it is now.", cancel);
        if (!options.Exit && !cancel.IsCancellationRequested)
        {
            Console.WriteLine();
            Console.WriteLine($"Dashboard: {addresses.Http}   gRPC: {addresses.Grpc}   Data: {folder.Path}");
            Console.WriteLine("Serving until Ctrl-C.");
            await WaitAsync(app, cancel);
            code = 0;
        }
        await app.StopAsync(CancellationToken.None);
        return code;
    }

    private static WebApplication Build(StandaloneOptions options, DataFolder folder)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        var (http, grpc) = StandalonePorts.Choose(options.Urls, options.GrpcUrls);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["MEDHELM:URLS"] = http,
            ["MEDHELM:GRPCURLS"] = grpc,
            ["MEDHELM:STORAGE"] = builder.Configuration["MEDHELM:STORAGE"] ?? "sqlite:" + folder.Path,
        };
        foreach (var service in Services) settings[$"MEDHELM:SERVICES:{service}"] = grpc;
        if (options.Datasets is not null) settings["MEDHELM:DATASETS"] = options.Datasets;
        if (options.Deployments is not null) settings["MEDHELM:DEPLOYMENTS"] = options.Deployments;
        if (options.Catalog is not null) settings["MEDHELM:CATALOG"] = options.Catalog;
        builder.Configuration.AddInMemoryCollection(settings);

        EdgeListening.Configure(builder);
        builder.AddServiceDefaults("standalone");
        builder.AddEvaluation();
        builder.AddInference();
        builder.AddJudging();
        builder.AddScoring();
        builder.AddReporting();
        builder.AddEdge();
        // Standard output belongs to progress and leaderboard.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        var app = builder.Build();
        app.MapEdge();
        app.MapServiceDefaults();
        app.MapEvaluation();
        app.MapInference();
        app.MapJudging();
        app.MapScoring();
        app.MapReporting();
        app.MapGrpcService<PromptSource>();
        return app;
    }

    private static string[] RunArguments(StandaloneOptions options, EdgeAddresses addresses) =>
    [
        "run", "--suite", options.Suite, "--address", addresses.Grpc.AbsoluteUri,
        .. options.Protocol is { } protocol ? new[] { "--protocol", protocol } : [],
        .. options.Jury is { } jury ? new[] { "--jury", jury } : [],
        .. options.MaxInstances is { } most ? new[] { "--max-instances", most.ToString(CultureInfo.InvariantCulture) } : [],
        .. options.Project is { } project ? new[] { "--project", project } : [],
        .. options.Budget is { } budget ? new[] { "--budget", budget } : [],
        // A process that serves on can wait for the budget to be raised.
        .. options.Exit ? Array.Empty<string>() : ["--wait"],
        .. options.RunId is { } id ? new[] { "--run-id", id } : ["--resume"],
        .. options.Out is { } file ? new[] { "--out", file } : [],
    ];

    private static async Task WaitAsync(WebApplication app, CancellationToken cancel)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The way it is meant to end.
        }
    }
}
