-- Writes the security settings $1 over version $2 (0: none yet). None: somebody else was faster.
insert into security_settings as known (settings, version) select $1::jsonb, 1
where $2::bigint = 0 or exists (select from security_settings)
on conflict (only_row) do update set settings = excluded.settings, version = known.version + 1
where known.version = $2::bigint
