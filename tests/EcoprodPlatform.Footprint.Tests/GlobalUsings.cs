global using EcoprodPlatform.Footprint.Assessments;
