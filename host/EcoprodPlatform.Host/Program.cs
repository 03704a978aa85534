using EcoprodPlatform.Host.CommandLine;

return await CommandLineRunner.RunAsync(args);

/// <summary>The host; public so that tests can start it.</summary>
public sealed partial class Program;
