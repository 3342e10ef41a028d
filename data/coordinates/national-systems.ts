import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { CoordinateSystem } from './coordinate-system.ts'
import { createProjectedSystem } from './projected-systems.ts'
import { describeStatedCode } from './stated-crs.ts'
import { isUnreliable } from './unreliable-systems.ts'

/** The systems of all countries, from the EPSG register as the package epsg-index has it: a file for each, and one for all. */
interface IndexEntry {
  code: string
  kind: string
  name: string
  proj4: string | null
  /** north, west, south, east in degrees. */
  bbox: [number, number, number, number] | null
}

/** A system and where on earth it is used. */
export interface NationalSystem {
  id: string
  name: string
  /** Alone letters and digits of the name, years of a datum as two digits. */
  word: string
  box: { west: number; south: number; east: number; north: number }
}

/** Parameters in place of grids, which are not shipped, and of those that the index has in the wrong unit. */
const REPLACEMENTS: readonly (readonly [found: string, used: string])[] = [
  // Great Britain: the Helmert parameters of the Ordnance Survey, within 5 m
  ['+nadgrids=OSTN15_NTv2_OSGBtoETRS.gsb', '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489'],
  // the Netherlands: rotations in microradians there, seconds of arc here
  [
    '+towgs84=565.4171,50.3319,465.5524,1.9342,-1.6677,9.1019,4.0725',
    '+towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.877402,4.0725',
  ],
]

/** Degrees × degrees beyond which a system is one of continents: nobody surveys a city in it. */
const WIDEST = 2500
/** Systems that are offered at a place. */
const MOST_OFFERED = 60

const folder = () => path.dirname(createRequire(import.meta.url).resolve('epsg-index/package.json'))

/** The system of an EPSG code; null: there is none, it needs a grid, or its parameters are secret. */
export function findNationalSystem(code: number): CoordinateSystem | null {
  if (describeStatedCode(code).needsParameters) return null
  let text: string
  try {
    text = readFileSync(path.join(folder(), 's', `${code}.json`), 'utf8')
  } catch {
    return null
  }
  const entry = JSON.parse(text) as IndexEntry
  const definition = isPlane(entry) || entry.kind === 'CRS-GEOGCRS' ? readDefinition(entry) : null
  if (definition === null) return null
  try {
    const system = createProjectedSystem(`EPSG:${code}`, entry.name, definition)
    return /\+proj=longlat/.test(definition) ? { ...system, unit: 'degree' } : system
  } catch {
    // a projection that proj4 does not have
    return null
  }
}

const isPlane = ({ kind }: IndexEntry) => kind === 'CRS-PROJCRS'

function readDefinition({ code, proj4 }: IndexEntry): string | null {
  if (proj4 === null || isUnreliable(Number(code))) return null
  const text = REPLACEMENTS.reduce((all, [found, used]) => all.replace(found, used), proj4)
  // an ellipsoid alone, other than those of WGS 84 and its kin, does not say where on earth it lies
  const hasDatum = /\+towgs84=|\+datum=|\+nadgrids=@null|\+(ellps=(GRS80|WGS84)|a=6378137 )/.test(text)
  return hasDatum && !/\+nadgrids=(?!@null)/.test(text) ? text : null
}

let all: NationalSystem[] | undefined

/** Reads the whole index, 8 MB: once in a process, and for files of cities outside of China only. */
function listNationalSystems(): readonly NationalSystem[] {
  all ??= Object.values(
    JSON.parse(readFileSync(path.join(folder(), 'all.json'), 'utf8')) as Record<string, IndexEntry>,
  ).flatMap((entry) => {
    const { code, name, bbox } = entry
    if (!isPlane(entry) || bbox === null || readDefinition(entry) === null || /deprecated/i.test(name))
      return []
    const [north, west, south, east] = bbox
    return [{ id: `EPSG:${code}`, name, word: toWord(name), box: { west, south, east, north } }]
  })
  return all
}

const widthOf = ({ west, east }: NationalSystem['box']) => (east >= west ? east - west : east + 360 - west)
const sizeOf = ({ box }: NationalSystem) => widthOf(box) * (box.north - box.south)

/** The planes that are used at a place in degrees, those of the smallest area first. */
export function listSystemsAt(longitude: number, latitude: number): NationalSystem[] {
  return listNationalSystems()
    .filter(({ box: { west, south, east, north } }) => {
      const isBetween =
        east >= west ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
      return isBetween && latitude >= south && latitude <= north
    })
    .map((system) => ({ system, size: sizeOf(system) }))
    .filter(({ size }) => size <= WIDEST)
    .sort((a, b) => a.size - b.size || Number(isOutdated(a.system)) - Number(isOutdated(b.system)))
    .slice(0, MOST_OFFERED)
    .map(({ system }) => system)
}

/** Systems whose datum nobody surveys in any more come last among equals. */
const isOutdated = ({ name }: NationalSystem) => /WGS 72|ED50|NAD27|Bern 1898|Tokyo \//.test(name)

/** The only system of a name, whatever its signs: 'ETRS_1989_UTM_Zone_32N' is 'ETRS89 / UTM zone 32N'. */
export function findSystemNamed(name: string): string | null {
  const word = toWord(name)
  const found = listNationalSystems().filter((each) => each.word === word)
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

const toWord = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(?<![0-9])19(?=[0-9]{2}(?![0-9]))/g, '')
    .replace(/[^a-z0-9]/g, '')
