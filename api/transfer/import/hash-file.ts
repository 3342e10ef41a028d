import { createHash } from 'node:crypto'
import type { FileSource } from '../../../data/formats/io/file-source.ts'

/** SHA-256 of a file in hex. */
export async function hashFile(file: FileSource): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.stream()) hash.update(chunk)
  return hash.digest('hex')
}
