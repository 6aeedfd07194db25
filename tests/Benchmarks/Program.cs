using System.CommandLine;
using MedHelm.Benchmarks;

var instances = new Option<int>("--instances") { Description = "Closed-ended instances a run", DefaultValueFactory = _ => 2000 };
var inFlight = new Option<int>("--in-flight") { Description = "Most calls at once", DefaultValueFactory = _ => 64 };
var latency = new Option<int>("--latency-ms") { Description = "Wait of the fake provider before each answer", DefaultValueFactory = _ => 0 };
var rounds = new Option<int>("--rounds") { Description = "Cold and cached runs, after one to warm up", DefaultValueFactory = _ => 5 };
var separate = new Option<bool>("--separate") { Description = "Each service in a process of its own, on RabbitMQ, Redis and PostgreSQL" };
var root = new RootCommand("Overhead per instance of the system, against a fake provider in a process of its own.") { instances, inFlight, latency, rounds, separate };
root.SetAction((parse, _) => OverheadBenchmark.RunAsync(parse.GetValue(instances), parse.GetValue(inFlight), TimeSpan.FromMilliseconds(parse.GetValue(latency)), parse.GetValue(rounds), parse.GetValue(separate)));
return await root.Parse(args).InvokeAsync();
