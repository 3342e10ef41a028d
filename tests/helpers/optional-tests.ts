import { existsSync } from 'node:fs'
import path from 'node:path'
import { canMountSmallDisk } from './small-disk.ts'

/** Tests that need something beyond Node, and why they are left out of this run. */
export interface LeftOutTests {
  /** Glob patterns for vitest's `exclude`. */
  patterns: string[]
  reason: string
}

/**
 * Returns what this machine cannot test. CI runs all of it: it installs GDAL and runs the API tests a second time on a
 * PostGIS server.
 */
export function findLeftOutTests(environment: NodeJS.ProcessEnv = process.env): LeftOutTests[] {
  const folders = (environment['PATH'] ?? '').split(path.delimiter)
  const gdal = folders.some((folder) => existsSync(path.join(folder, 'ogr2ogr')))
  return [
    ...(gdal
      ? []
      : [
          {
            patterns: ['tests/**/gdal/**'],
            reason: 'GDAL as a foreign reader and writer: no ogr2ogr on the PATH',
          },
        ]),
    ...(canMountSmallDisk()
      ? []
      : [
          {
            patterns: ['tests/**/small-disk/**'],
            reason: 'a full disk: this system lets nobody mount a small one (unshare -rm)',
          },
        ]),
    environment['TEST_DATABASE_URL'] === undefined
      ? {
          patterns: ['tests/api/database/server/**'],
          reason: 'the PostGIS server driver: TEST_DATABASE_URL is not set',
        }
      : {
          patterns: ['tests/api/database/embedded/**'],
          reason: 'the embedded database: TEST_DATABASE_URL is set',
        },
  ]
}
