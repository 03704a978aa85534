global using EcoprodPlatform.Accounts.People;
