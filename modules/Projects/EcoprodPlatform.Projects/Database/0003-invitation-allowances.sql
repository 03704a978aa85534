-- How many invitations were sent from somebody, to somebody (a hash of the address), in the window that ends at "until".
create table invitation_allowances (
  who text primary key,
  until timestamptz not null,
  taken int not null
);

create index invitation_allowances_until on invitation_allowances (until);
