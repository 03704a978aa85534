-- How many registrations came from a network, in the window of this span that ends at "until". Networks are a /24 or a /48: nobody's own.
create table registration_allowances (
  network text not null,
  span interval not null,
  until timestamptz not null,
  taken int not null,
  primary key (network, span)
);

create index registration_allowances_until on registration_allowances (until);
