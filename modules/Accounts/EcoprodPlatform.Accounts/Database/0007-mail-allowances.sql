-- Counted in mail_allowances since.
drop table registration_allowances;
