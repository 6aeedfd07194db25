using Microsoft.Extensions.FileProviders;

namespace MedHelm.Gateway.Web;

/// <summary>Serves the page from the assembly itself.</summary>
internal static class DashboardFiles
{
    public static void UseDashboard(this WebApplication app)
    {
        var files = new FileServerOptions
        {
            FileProvider = new ManifestEmbeddedFileProvider(typeof(DashboardFiles).Assembly, "Dashboard"),
            EnableDirectoryBrowsing = false,
        };
        // Ask each time (an unchanged file costs a 304), so that an upgrade shows at once.
        files.StaticFileOptions.OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache";
        app.UseFileServer(files);
    }
}
