-- Premises and parks whose ground a publication gave to another community: they follow it, and on an earlier day they
-- belong to the one before.
create table ground_move (
  changeset_id     bigint not null references changeset (id),
  -- premises, park
  feature          text not null check (feature in ('premises', 'park')),
  feature_id       bigint not null,
  community_before bigint not null references unit (id),
  community_after  bigint not null references unit (id),
  -- first day in the new community
  day              date not null,
  primary key (changeset_id, feature, feature_id)
);

create index ground_move_feature on ground_move (feature, feature_id, day);
