-- Counted in mail_allowances since.
drop table invitation_allowances;
