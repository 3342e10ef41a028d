import type { Readable } from 'node:stream'
import { type Entry, fromFd, type ZipFile } from 'yauzl'
import { closeSync, openSync } from 'node:fs'
import { decodeText } from '../text/decode-text.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'

export interface ArchiveEntry {
  /** Path inside the archive, with slashes. */
  name: string
  /** As the archive claims; reading stops with a refusal when it is not true. */
  size: number
  stream(): Promise<AsyncIterable<Uint8Array>>
  /** The whole entry, for small ones. */
  read(limitBytes: number): Promise<Uint8Array>
}

export interface Archive {
  entries: readonly ArchiveEntry[]
  close(): Promise<void>
}

export const ARCHIVE_LIMITS = {
  entries: 4096,
  /** All entries together, unpacked. */
  bytes: 4 * 1024 ** 3,
  /** Columns of blanks shrink a hundredfold and more; nothing honest shrinks further than this. */
  ratio: 500,
  /** Entries smaller than this may shrink as they like. */
  ratioFromBytes: 64 * 1024 ** 2,
} as const

/**
 * The entries of a zip archive, without unpacking any. Names are checked, claims are checked against limits here and
 * against the truth while reading; encrypted entries are refused.
 */
export async function openArchive(
  file: FileSource,
  limits: typeof ARCHIVE_LIMITS = ARCHIVE_LIMITS,
): Promise<Archive> {
  const zip = await openZip(await file.path())
  const close = () => Promise.resolve(zip.close())
  try {
    if (zip.entryCount > limits.entries)
      throw new InvalidFileError('too_large', { what: 'zip', limit: `${limits.entries} entries` })
    const entries: ArchiveEntry[] = []
    let total = 0
    for await (const entry of eachEntry(zip)) {
      const name = nameOf(entry)
      if (isUnsafe(name)) throw new InvalidFileError('zip_path', { name: name.slice(0, 100) })
      if (name.endsWith('/') || isClutter(name)) continue
      if (entry.isEncrypted()) throw new InvalidFileError('zip_encrypted')
      total += entry.uncompressedSize
      const shrunk = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      if (total > limits.bytes || (shrunk > limits.ratio && entry.uncompressedSize > limits.ratioFromBytes)) {
        throw new InvalidFileError('zip_bomb', { limit: `${Math.round(limits.bytes / 1024 ** 2)} MB` })
      }
      entries.push(archiveEntry(zip, entry, name))
    }
    return { entries, close }
  } catch (error) {
    zip.close()
    throw asRefusal(error)
  }
}

function archiveEntry(zip: ZipFile, entry: Entry, name: string): ArchiveEntry {
  const open = () =>
    new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, stream) => (error ? reject(asRefusal(error)) : resolve(stream)))
    })
  const stream = async function* () {
    try {
      for await (const chunk of await open()) yield chunk as Uint8Array
    } catch (error) {
      throw asRefusal(error)
    }
  }
  return {
    name,
    size: entry.uncompressedSize,
    stream: () => Promise.resolve(stream()),
    async read(limitBytes) {
      if (entry.uncompressedSize > limitBytes)
        throw new InvalidFileError('too_large', { what: name, limit: `${Math.round(limitBytes / 1024)} kB` })
      const chunks: Uint8Array[] = []
      for await (const chunk of stream()) chunks.push(chunk)
      return new Uint8Array(Buffer.concat(chunks))
    },
  }
}

function openZip(path: string): Promise<ZipFile> {
  const descriptor = openSync(path, 'r')
  return new Promise((resolve, reject) => {
    // names are bytes here: those of Chinese archives are often GBK, whatever the archive says
    fromFd(
      descriptor,
      { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true },
      (error, zip) => {
        if (!error) return resolve(zip)
        closeSync(descriptor)
        reject(asRefusal(error))
      },
    )
  })
}

async function* eachEntry(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (how: () => void) => {
        zip.off('entry', onEntry).off('end', onEnd).off('error', onError)
        how()
      }
      const onEntry = (each: Entry) => settle(() => resolve(each))
      const onEnd = () => settle(() => resolve(null))
      const onError = (error: Error) => settle(() => reject(error))
      zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
      zip.readEntry()
    })
    if (entry === null) return
    yield entry
  }
}

const UTF8_FLAG = 0x800

function nameOf(entry: Entry): string {
  const bytes: Uint8Array = entry.fileNameRaw
  const text =
    entry.generalPurposeBitFlag & UTF8_FLAG ? new TextDecoder().decode(bytes) : decodeText(bytes).text
  return text.replaceAll('\\', '/')
}

const isUnsafe = (name: string) =>
  name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\0') || name.split('/').includes('..')

/** What Macs and file managers put into archives. */
const isClutter = (name: string) =>
  name.startsWith('__MACOSX/') || /(^|\/)(\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name)

function asRefusal(error: unknown): unknown {
  if (error instanceof InvalidFileError || !(error instanceof Error)) return error
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]{3,}$/.test(error.code)) return error
  return new InvalidFileError('zip_broken', { what: error.message.slice(0, 120) }, { cause: error })
}
