using MedHelm.Standalone;

return await StandaloneCommand.RunAsync(args);
