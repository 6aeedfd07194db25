using MedHelm.Inference;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("inference").ListenForRpc();
builder.AddInference();
var app = builder.Build();
app.MapServiceDefaults();
app.MapInference();
app.Run();
