using MedHelm.Gateway;
using MedHelm.Gateway.Listening;
using MedHelm.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddProcessDefaults("gateway");
EdgeListening.Configure(builder);
builder.AddGateway();
var app = builder.Build();
app.MapGateway();
app.Run();
