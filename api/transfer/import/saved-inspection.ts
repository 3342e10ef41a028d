import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import type { OpenOptions } from '../../../data/formats/model/format.ts'
import { type FileInspection, inspectFile } from './inspect-file.ts'

/**
 * The inspection of a file from a folder where an earlier call has saved it; only when there is none in this encoding
 * and with this head, the file is read, and its inspection saved. So detection, preview and the dry run share one reading of the first rows.
 * `name`: the name of the file for its owner.
 *
 * @throws InvalidFileError when the file cannot be used as a whole
 */
export async function loadInspection(
  file: { path: string; name: string },
  folder: string,
  { encoding, headRow }: OpenOptions,
): Promise<FileInspection> {
  const head = headRow === undefined ? '' : `-${headRow}`
  const saved = path.join(folder, `inspection-${encodeURIComponent(encoding ?? 'detected')}${head}`)
  const known = await readSaved(saved)
  if (known) return known
  const source = await openFileSource(file.path, file.name)
  try {
    const inspection = await inspectFile(source, { encoding, headRow })
    // not JSON, which has no NaN and no infinity: coordinates of damaged files hold them
    const draft = `${saved}.${randomUUID()}`
    await writeFile(draft, serialize(inspection))
    await rename(draft, saved)
    return inspection
  } finally {
    await source.close()
  }
}

async function readSaved(file: string): Promise<FileInspection | null> {
  try {
    return deserialize(await readFile(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
