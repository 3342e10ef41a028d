import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { StartError } from '../../errors.ts'
import { type BackupHeader, type BackupLine, parseBackupLine } from './backup-format.ts'
import { type RowsHash, createRowsHash } from './rows-hash.ts'

/** The lines of a backup, one after the other. @throws StartError when it cannot be read */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  const source = createReadStream(file)
  const plain = createGunzip()
  // an error of the file must end the reading of its lines, too
  source.on('error', (error) => plain.destroy(error))
  try {
    for await (const text of createInterface({ input: source.pipe(plain), crlfDelay: Infinity }))
      yield parseBackupLine(text)
  } catch (error) {
    throw new StartError(
      `The backup ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    )
  } finally {
    source.destroy()
  }
}

/**
 * Goes through the whole file before anything is written anywhere: every table's rows are there and are what
 * was written, and nothing is missing at the end.
 *
 * @throws StartError
 */
export async function checkBackup(
  file: string,
): Promise<{ header: BackupHeader; tables: number; rows: number }> {
  const broken = (what: string) =>
    new StartError(`The backup ${file} is damaged: ${what}. Nothing was restored.`)
  let header: BackupHeader | undefined
  let table: { name: string; hash: RowsHash } | undefined
  const seen = { tables: 0, rows: 0 }
  let complete = false
  for await (const line of readBackup(file)) {
    if (complete) throw broken('it goes on after its end')
    if (header === undefined && line.kind !== 'header') throw broken('it does not begin with a header')
    switch (line.kind) {
      case 'header':
        if (header !== undefined) throw broken('it has two headers')
        header = line.header
        break
      case 'table':
        if (table !== undefined) throw broken(`the table ${table.name} has no end`)
        table = { name: line.head.table, hash: createRowsHash() }
        break
      case 'row':
        if (table === undefined) throw broken('it has rows outside a table')
        table.hash.add(line.text)
        break
      case 'end':
        if (table?.hash.count() !== line.rows || table.hash.hex() !== line.hash)
          throw broken(`the rows of ${table?.name ?? 'a table'} are not those that were written`)
        seen.tables++
        seen.rows += line.rows
        table = undefined
        break
      case 'complete':
        if (table !== undefined || line.tables !== seen.tables || line.rows !== seen.rows)
          throw broken('tables are missing')
        complete = true
        break
      case 'sequence':
        break // a counter needs no check
    }
  }
  if (header === undefined || !complete) throw broken('its end is missing')
  return { header, ...seen }
}
