import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DEFAULT_PLACE } from '#shared/city/city-place.ts'
import { Revision } from '#shared/contract/ids.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { InvalidFileError } from '../../data/formats/model/invalid-file-error.ts'
import { createMemorySource } from '../../data/formats/io/file-source.ts'
import type { FormatId } from '../../data/formats/model/format.ts'
import { openFile } from '../../data/formats/readers.ts'
import { EXACT_WRITERS } from '../../data/formats/writers.ts'
import { openArchive } from '../../data/formats/zip/open-archive.ts'
import { writeArchive } from '../../data/formats/zip/write-archive.ts'
import { inspectLayer, detectTarget } from '../../api/transfer/import/inspect-layer.ts'
import { planImport } from '../../api/transfer/import/plan-import.ts'
import { aRichCity } from '../helpers/city/a-rich-city.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { encodeOsmPbf, encodeOsmXml, type OsmObjects } from '../helpers/transfer/encode-osm.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { createDatasetReader } from '../helpers/transfer/dataset-reader.ts'

export interface FuzzOutcome {
  tried: number
  read: number
  refused: number
  reasons: Map<string, number>
  slowest: number
}

const facts = aRichCity({ columns: 1, rows: 4 })
const read = createDatasetReader(facts)
const city = {
  code: facts.city.code,
  name: facts.city.name,
  revision: Revision.parse(1),
  dataDate: facts.city.dataDate,
  place: DEFAULT_PLACE,
}
const nowhere = {
  put: () => Promise.resolve(),
  tell: () => Promise.resolve(),
  place: () => Promise.resolve(),
  draft: () => Promise.resolve(),
}
const targetOf = (id: FormatId) => (id === 'csv' ? 'stations' : id === 'osm' ? 'buildings' : 'grids')

/** A few houses as OpenStreetMap has them. Blocks are not packed: checksums would catch nearly everything. */
function buildOsmObjects(): OsmObjects {
  const [x, y] = computeInteriorPoint(facts.grids[0]!.geometry[0]!).map(Math.round)
  const houses = Array.from({ length: 12 }, (_, i) => i)
  return {
    nodes: houses.flatMap((i) =>
      [
        [0, 0],
        [500, 0],
        [500, 500],
        [0, 500],
      ].map(([dx, dy], corner) => ({
        id: 4 * i + corner + 1,
        x: x! + 900 * i + dx!,
        y: y! + dy!,
        tags: null,
      })),
    ),
    ways: houses.map((i) => ({
      id: i + 1,
      nodes: [1, 2, 3, 4, 1].map((corner) => 4 * i + corner),
      tags: { building: 'yes', name: `${i + 1}号楼` },
    })),
    relations: [
      {
        id: 1,
        members: [{ kind: 'ways', id: 1, role: 'outer' }],
        tags: { type: 'multipolygon', building: 'school' },
      },
    ],
  }
}

function encodeOsmFiles(): { id: FormatId; name: string; bytes: Uint8Array }[] {
  const objects = buildOsmObjects()
  return [
    { id: 'osm', name: 'houses.osm', bytes: encodeOsmXml(objects) },
    { id: 'osm', name: 'houses.osm.pbf', bytes: encodeOsmPbf(objects, { packing: 'raw' }) },
  ]
}

/** Whole files of each format, small enough to be spoilt thousands of times. */
export async function writeSampleFiles(): Promise<{ id: FormatId; name: string; bytes: Uint8Array }[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-fuzz-'))
  try {
    const written = await Promise.all(
      EXACT_WRITERS.map(async (writer) => {
        const file = path.join(folder, `stations${writer.extension}`)
        await writer.write({
          layers: [
            buildExportLayer(
              { target: targetOf(writer.id), headings: 'keys' },
              read,
              findCoordinateSystem('EPSG:4490')!,
            ),
          ],
          system: findCoordinateSystem('EPSG:4490')!,
          metadata: {},
          encoding: 'utf-8',
          path: file,
        })
        return { id: writer.id, name: path.basename(file), bytes: new Uint8Array(await readFile(file)) }
      }),
    )
    return [...written, ...encodeOsmFiles()]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Reads a file that has been spoilt so many times: bytes changed, cut out, doubled, swapped for telling ones. It is read
 * and its import prepared, or refused with a reason; anything else is thrown with the seed that does it again.
 */
export async function fuzzFile(
  { id, name, bytes }: { id: FormatId; name: string; bytes: Uint8Array },
  times: number,
  seed: number,
): Promise<FuzzOutcome> {
  // what lies inside an archive would hardly ever be reached: its checksums catch nearly everything
  const entries = name.endsWith('.zip') || name.endsWith('.xlsx') ? await entriesOf(name, bytes) : []
  const outcome: FuzzOutcome = { tried: 0, read: 0, refused: 0, reasons: new Map(), slowest: 0 }
  for (let i = 0; i < times; i++) {
    const own = seed + i
    const source = createMemorySource(
      name,
      entries.length > 0 && own % 3 > 0 ? await archiveOf(entries, own) : spoilt(bytes, own),
    )
    const started = performance.now()
    try {
      const opened = await openFile(source)
      try {
        for (const layer of opened.layers) detectTarget(await inspectLayer(layer))
      } finally {
        await opened.close()
      }
      await planImport({
        file: source,
        city,
        read,
        request: { target: targetOf(id), missing: 'keep', toleranceM: 0.5, day: '2026-01-01' },
        staging: nowhere,
      })
      outcome.read++
    } catch (error) {
      if (!(error instanceof InvalidFileError))
        throw new Error(`${name} with seed ${own} was neither read nor refused`, { cause: error })
      outcome.refused++
      outcome.reasons.set(error.code, (outcome.reasons.get(error.code) ?? 0) + 1)
    } finally {
      await source.close()
    }
    outcome.tried++
    outcome.slowest = Math.max(outcome.slowest, performance.now() - started)
  }
  return outcome
}

interface Entry {
  name: string
  bytes: Uint8Array
}

async function entriesOf(name: string, bytes: Uint8Array): Promise<Entry[]> {
  const source = createMemorySource(name, bytes)
  const archive = await openArchive(source)
  const entries = await Promise.all(
    archive.entries.map(async (entry) => ({ name: entry.name, bytes: await entry.read(1e8) })),
  )
  await archive.close()
  await source.close()
  return entries
}

/** The archive with one of its files spoilt. */
async function archiveOf(entries: readonly Entry[], seed: number): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-fuzz-'))
  const file = path.join(folder, 'archive')
  await writeArchive(
    file,
    entries.map((entry, i) => ({
      name: entry.name,
      content: () => (i === seed % entries.length ? spoilt(entry.bytes, seed) : entry.bytes),
    })),
  )
  const bytes = new Uint8Array(await readFile(file))
  await rm(folder, { recursive: true })
  return bytes
}

const TELLING = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x3c, 0x26, 0x2c, 0x0a, 0x7b, 0x5b]

function spoilt(bytes: Uint8Array, seed: number): Uint8Array {
  const random = createSeededRandom(seed)
  const at = () => Math.floor(random() * bytes.length)
  let changed: Uint8Array = bytes.slice()
  const rounds = 1 + Math.floor(random() * 6)
  for (let round = 0; round < rounds; round++) {
    switch (Math.floor(random() * 6)) {
      case 0:
        changed[at() % changed.length] = Math.floor(random() * 256)
        break
      case 1:
        changed[at() % changed.length] = TELLING[Math.floor(random() * TELLING.length)]!
        break
      case 2: {
        // a number that claims too much
        const place = at() % Math.max(1, changed.length - 4)
        if (changed.length > 4)
          new DataView(changed.buffer, changed.byteOffset).setUint32(
            place,
            random() < 0.5 ? 0xffffffff : Math.floor(random() * 2 ** 31),
            random() < 0.5,
          )
        break
      }
      case 3:
        changed = changed.slice(0, Math.max(1, at() % changed.length))
        break
      case 4: {
        const from = at() % changed.length
        changed = Uint8Array.from([
          ...changed.subarray(0, from),
          ...changed.subarray(from, from + 64),
          ...changed.subarray(from),
        ])
        break
      }
      default: {
        const from = at() % changed.length
        changed = Uint8Array.from([
          ...changed.subarray(0, from),
          ...changed.subarray(from + 1 + Math.floor(random() * 40)),
        ])
        if (changed.length === 0) changed = Uint8Array.of(0)
      }
    }
  }
  return changed
}
