global using EcoprodPlatform.Projects.Known;
global using EcoprodPlatform.Projects.Work;
