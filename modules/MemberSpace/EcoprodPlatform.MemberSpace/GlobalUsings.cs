global using EcoprodPlatform.Footprint.Contracts;
global using EcoprodPlatform.MemberSpace.Contracts;
global using EcoprodPlatform.MemberSpace.Organisations;
global using EcoprodPlatform.MemberSpace.SharedProjects;
global using EcoprodPlatform.MemberSpace.Spaces;
global using EcoprodPlatform.Projects.Contracts;
global using JasperFx.Events;
global using Npgsql;
