-- The time step (thirty seconds each) of the last code of an authenticator app that was accepted: a code is good once. Not in
-- Identity's model, which would write back what it has read.
alter table people add column last_code_step bigint;
