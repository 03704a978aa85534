-- What a closed result was computed from, as it was written at the closing; null before closings were sealed.
alter table assessments add column seal text;
