global using EcoprodPlatform.Accounts.Contracts;
global using EcoprodPlatform.BackOffice.Contracts;
global using Npgsql;
