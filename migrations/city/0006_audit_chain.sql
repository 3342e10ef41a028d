-- The city's audit becomes a chain: rows are numbered without holes by who writes them, and each carries a hash over
-- itself and the row before, see api/db/audit-chain.ts.

alter table audit alter column id drop identity;

-- null in rows that are older than the chain
alter table audit add column hash bytea;

-- Where the chain begins: the last row that is not part of it, and its hash; null: the chain's first row follows.
create table audit_anchor (
  id            bigint primary key,
  hash          bytea,
  pruned_at     timestamptz,
  pruned_rows   bigint not null
);

insert into audit_anchor (id, hash, pruned_at, pruned_rows) select coalesce(max(id), 0), null, null, 0 from audit;
