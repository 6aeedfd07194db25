using System.Text;
using MedHelm.Cli.Commands;

namespace MedHelm.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        // Proto JSON and the tables' signs are UTF-8 wherever they go; without a byte order mark.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new MedHelmCommandLine(CommandHost.OfThisProcess(), ownsProcess: true).InvokeAsync(args);
    }
}
