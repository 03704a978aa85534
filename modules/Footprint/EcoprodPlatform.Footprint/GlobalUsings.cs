global using System.Globalization;
global using EcoprodPlatform.Footprint.Access;
global using EcoprodPlatform.Footprint.Assessments;
global using EcoprodPlatform.Footprint.Contracts;
global using EcoprodPlatform.Footprint.Factors;
global using EcoprodPlatform.Projects.Contracts;
global using Npgsql;
global using NpgsqlTypes;
global using Term = EcoprodPlatform.Footprint.Contracts.Term;
