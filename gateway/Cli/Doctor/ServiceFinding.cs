namespace MedHelm.Cli.Doctor;

/// <summary>What the doctor found at one service. Address is empty where only the gateway knows it; advice is empty when it works.</summary>
internal sealed record ServiceFinding(string Service, string Address, string HealthName, string Health, string Call, bool Works, double Milliseconds, string Problem, string Advice);
