using MedHelm.Contracts;
using MedHelm.Evaluation;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("evaluation").ListenForRpc();
builder.AddEvaluation();
var app = builder.Build();
app.MapServiceDefaults();
app.MapEvaluation();
app.MapGrpcService<PromptSource>();
app.Run();
