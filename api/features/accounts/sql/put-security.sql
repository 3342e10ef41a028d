-- Writes the security settings $1 over version $2 (0: none yet) at $3. None: somebody else was faster.
insert into security_settings as known (settings, version, changed_at) select $1::jsonb, 1, $3::timestamptz
where $2::bigint = 0 or exists (select from security_settings)
on conflict (only_row) do update set settings = excluded.settings, version = known.version + 1, changed_at = excluded.changed_at
where known.version = $2::bigint
