namespace MedHelm.Testing.Servers;

/// <summary>A server ended before it answered; the message has its output.</summary>
public sealed class ServerEndedException(string description) : Exception($"The server ended before it answered: {description}");
