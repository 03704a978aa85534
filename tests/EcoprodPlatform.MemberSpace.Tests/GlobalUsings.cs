global using EcoprodPlatform.MemberSpace.Keys;
global using EcoprodPlatform.MemberSpace.Organisations;
global using EcoprodPlatform.MemberSpace.Rates;
global using EcoprodPlatform.MemberSpace.Requests;
global using EcoprodPlatform.MemberSpace.SharedProjects;
global using EcoprodPlatform.MemberSpace.Spaces;
global using EcoprodPlatform.MemberSpace.Webhooks;
