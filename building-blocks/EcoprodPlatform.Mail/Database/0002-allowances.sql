-- How many mails somebody had sent, in the window that ends at "until". Who: a person, a network, the hash of an address; never a name.
create table mail_allowances (
  who text primary key,
  until timestamptz not null,
  taken int not null
);

create index mail_allowances_until on mail_allowances (until);
