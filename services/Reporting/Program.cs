using MedHelm.Reporting;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("reporting").ListenForRpc();
builder.AddReporting();
var app = builder.Build();
app.MapServiceDefaults();
app.MapReporting();
app.Run();
