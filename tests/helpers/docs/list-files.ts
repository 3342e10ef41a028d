import { readdirSync } from 'node:fs'
import path from 'node:path'
import { packageRoot } from '../../../api/runtime/package-root.ts'

/** Returns the paths, relative to the package, of all files below `folder`. */
export function listFiles(folder: string): string[] {
  return readdirSync(path.join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(packageRoot, path.join(entry.parentPath, entry.name)))
    .sort()
}
