namespace MedHelm.Testing.Servers;

/// <summary>A server the tests need is not installed. Tests fail then; they never skip in silence.</summary>
public sealed class ServerMissingException(string package, IEnumerable<string> tried)
    : Exception($"None of {string.Join(", ", tried)} is installed. Install the Debian package: apt-get install {package} (tests/run does it as root).");
