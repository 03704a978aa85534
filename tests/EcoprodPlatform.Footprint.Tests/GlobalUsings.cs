global using EcoprodPlatform.Footprint.Assessments;
global using EcoprodPlatform.Footprint.Questionnaires;
