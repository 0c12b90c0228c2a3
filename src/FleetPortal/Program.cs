using FleetPortal.Cli;

return await CommandLine.RunAsync(args);
