-- A row: the server's security settings, where they differ from the presets.
select settings, version from security_settings
