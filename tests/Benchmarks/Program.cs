using System.CommandLine;
using MedHelm.Benchmarks;
using MedHelm.Benchmarks.Direct;
using MedHelm.Benchmarks.Statistics;
using MedHelm.Benchmarks.Overlap;

var instances = new Option<int>("--instances") { Description = "Closed-ended instances a run", DefaultValueFactory = _ => 2000 };
var inFlight = new Option<int>("--in-flight") { Description = "Most calls at once", DefaultValueFactory = _ => 64 };
var latency = new Option<int>("--latency-ms") { Description = "Wait of the fake provider before each answer", DefaultValueFactory = _ => 0 };
var rounds = new Option<int>("--rounds") { Description = "Cold and cached runs, after one to warm up", DefaultValueFactory = _ => 5 };
var separate = new Option<bool>("--separate") { Description = "Each service in a process of its own, on RabbitMQ, Redis and PostgreSQL" };
var root = new RootCommand("Overhead per instance of the system, against a fake provider in a process of its own.") { instances, inFlight, latency, rounds, separate };
root.SetAction((parse, _) => OverheadBenchmark.RunAsync(parse.GetValue(instances), parse.GetValue(inFlight), TimeSpan.FromMilliseconds(parse.GetValue(latency)), parse.GetValue(rounds), parse.GetValue(separate)));

var seconds = new Option<double>("--seconds") { Description = "Time of each measurement", DefaultValueFactory = _ => 4 };
var direct = new Command("direct", "Cached answers asked directly, by gRPC and by OpenAI's API, beside their floors.") { seconds };
direct.SetAction((parse, _) => DirectBenchmark.RunAsync(TimeSpan.FromSeconds(parse.GetValue(seconds))));
root.Subcommands.Add(direct);

var models = new Option<int>("--models") { DefaultValueFactory = _ => 9 };
var columns = new Option<int>("--benchmarks") { DefaultValueFactory = _ => 37 };
var scored = new Option<int>("--scored") { Description = "Instances of each benchmark", DefaultValueFactory = _ => 1000 };
var resamples = new Option<int>("--resamples") { DefaultValueFactory = _ => 10_000 };
var standings = new Command("standings", "Intervals, ranks and corrected pairs of a leaderboard, beside numpy.") { models, columns, scored, resamples, rounds };
standings.SetAction((parse, _) => StandingsBenchmark.RunAsync(parse.GetValue(models), parse.GetValue(columns), parse.GetValue(scored), parse.GetValue(resamples), parse.GetValue(rounds)));
root.Subcommands.Add(standings);
var pairs = new Option<int>("--pairs") { Description = "Pairs of texts", DefaultValueFactory = _ => 1000 };
var again = new Option<int>("--rounds") { Description = "Rounds, after three to warm up", DefaultValueFactory = _ => 9 };
var rouge = new Command("rouge", "ROUGE over pairs of texts on one core, beside Google's rouge_score where Python has it.") { pairs, again };
rouge.SetAction((parse, _) => RougeBenchmark.RunAsync(parse.GetValue(pairs), parse.GetValue(again)));
root.Subcommands.Add(rouge);

var judged = new Option<int>("--instances") { Description = "Open-ended instances a run", DefaultValueFactory = _ => 500 };
var wait = new Option<int>("--latency-ms") { Description = "Wait of the fake provider before each answer", DefaultValueFactory = _ => 50 };
var jury = new Command("jury", "A run of open-ended instances with a jury of three, answers included, through a warm Standalone.") { judged, inFlight, wait, rounds };
jury.SetAction((parse, _) => JuryBenchmark.RunAsync(parse.GetValue(judged), parse.GetValue(inFlight), TimeSpan.FromMilliseconds(parse.GetValue(wait)), parse.GetValue(rounds)));
root.Subcommands.Add(jury);

// What the above starts as processes of their own.
var kind = new Argument<string>("kind");
var address = new Argument<Uri>("address") { CustomParser = result => new Uri(result.Tokens[0].Value) };
var workers = new Argument<int>("in-flight");
var time = new Argument<double>("seconds");
var load = new Command("load") { kind, address, workers, time };
load.Hidden = true;
load.SetAction(async (parse, _) => Console.Out.Write(Load.Write(await LoadKinds.RunAsync(parse.GetValue(kind)!, parse.GetValue(address)!, parse.GetValue(workers), TimeSpan.FromSeconds(parse.GetValue(time))))));
root.Subcommands.Add(load);
var echo = new Command("echo") { address };
echo.Hidden = true;
echo.SetAction((parse, cancel) => EchoServer.RunAsync(parse.GetValue(address)!, cancel));
root.Subcommands.Add(echo);
return await root.Parse(args).InvokeAsync();
