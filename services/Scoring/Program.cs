using MedHelm.Scoring;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("scoring").ListenForRpc();
builder.AddScoring();
var app = builder.Build();
app.MapServiceDefaults();
app.MapScoring();
app.Run();
