import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * The text of a statement that lies beside its feature, e.g. loadSql('api/features/grid/find-grid.sql').
 *
 * Read from disk at start, by its path below the package's root: that path is the same from the sources, in
 * tests and in the bundle, as long as the .sql files are shipped with it.
 */
export function loadSql(path: string): string {
  return readFileSync(join(packageRoot, path), 'utf8')
}
