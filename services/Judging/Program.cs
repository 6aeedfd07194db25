using MedHelm.Contracts;
using MedHelm.Judging;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("judging").ListenForRpc();
builder.AddJudging();
var app = builder.Build();
app.MapServiceDefaults();
app.MapJudging();
app.MapGrpcService<PromptSource>();
app.Run();
