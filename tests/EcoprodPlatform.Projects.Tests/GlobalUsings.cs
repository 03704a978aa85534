global using EcoprodPlatform.Projects.Work;
