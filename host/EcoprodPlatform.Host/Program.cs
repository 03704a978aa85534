var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
await app.RunAsync();

/// <summary>The host; public so that tests can start it.</summary>
public sealed partial class Program;
