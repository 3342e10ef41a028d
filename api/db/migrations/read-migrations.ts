import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../runtime/package-root.ts'
import { splitStatements } from './split-statements.ts'

export interface Migration {
  number: number
  /** File name without '.sql', e.g. '0002_units_and_grids'. */
  name: string
  /** Hex, of the text with Unix line ends: a checkout on Windows is not another migration. */
  sha256: string
  statements: string[]
}

/** Which schemas a migration is for: the one that cities share, or each city's own. */
export type MigrationKind = 'shared' | 'city'

/** The numbered files of migrations/<kind>, in order. */
export function readMigrations(kind: MigrationKind, root = join(packageRoot, 'migrations')): Migration[] {
  const folder = join(root, kind)
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file, i) => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    if (!/^\d{4}_\w+\.sql$/.test(file) || Number(file.slice(0, 4)) !== i + 1) {
      throw new Error(
        `migrations/${kind}/${file}: expected number ${String(i + 1).padStart(4, '0')} and a name`,
      )
    }
    return {
      number: i + 1,
      name: file.slice(0, -4),
      sha256: createHash('sha256').update(text).digest('hex'),
      statements: splitStatements(text),
    }
  })
}
