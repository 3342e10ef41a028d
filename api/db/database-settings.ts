import type { DatabaseSettings } from './open-database.ts'
import type { Settings } from '../runtime/settings.ts'

/** Which database the settings name: a PostGIS server, or the embedded one in the data folder. */
export function toDatabaseSettings({
  DATABASE_URL,
  DATABASE_READ_URLS,
  DATABASE_ADMIN_URL,
  DATA_DIR,
}: Settings): DatabaseSettings {
  if (DATABASE_URL === undefined) return { dataDir: DATA_DIR }
  return {
    url: DATABASE_URL,
    ...(DATABASE_READ_URLS ? { readUrls: DATABASE_READ_URLS } : {}),
    ...(DATABASE_ADMIN_URL ? { adminUrl: DATABASE_ADMIN_URL } : {}),
  }
}
