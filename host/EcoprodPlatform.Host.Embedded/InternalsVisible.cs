using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EcoprodPlatform.Host")]
[assembly: InternalsVisibleTo("EcoprodPlatform.Testing")]
[assembly: InternalsVisibleTo("EcoprodPlatform.BuildingBlocks.Tests")]
[assembly: InternalsVisibleTo("EcoprodPlatform.Benchmarks")]
