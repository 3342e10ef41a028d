import { type Point, snapToLattice, toDegrees } from '#shared/geometry/lattice.ts'
import { findCoordinateSystem } from '../../../../data/coordinates/find-coordinate-system.ts'
import type { StatedCrs } from '../../../../data/coordinates/stated-crs.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { isChineseCity, isInTerritory } from '#shared/city/city-place.ts'
import { createUnitMatcher } from './unit-matcher.ts'
import { listLikelySystems, listSystemsOf } from './list-likely-systems.ts'
import { findCrsNamedInColumns, inferCrsFromColumns } from './infer-crs-from-columns.ts'

/** A position of the file, and the finest unit of the city that it is said to belong to. */
export interface PositionSample {
  x: number
  y: number
  unit: string | null
  /** It is a vertex of that very unit's border, not a place inside. */
  onBorder: boolean
}

export interface CrsHypothesis {
  system: string
  label: string
  /** Share of the sample that lies where the city can be at all. */
  inRegion: number
  /** Of the compared positions, the share that lies in (or on the border of) its stated unit; null: nothing to compare. */
  inUnit: number | null
}

export interface CrsDetection {
  /** null: the numbers alone do not tell. */
  proposed: string | null
  /** What decides: positions against known units, what the file says, whose file it looks like, the numbers, or habit. */
  because: 'units' | 'stated' | 'signature' | 'columns' | 'numbers' | 'usual' | 'nothing'
  /** False: a person should look at it. */
  sure: boolean
  stated: StatedCrs | null
  compared: number
  hypotheses: CrsHypothesis[]
  /** Other systems that are used where the city lies. */
  offered: { system: string; label: string }[]
}

/** Fewer compared positions than this prove nothing. */
const LEAST_COMPARED = 12

/** A smaller share of positions that fit means that a file is mixed, or that the system is another one. */
const CLEAR_SHARE = 0.9

/** Finds the coordinate system in which a file's positions agree best with what is known of the city, with the evidence. */
export function detectCrs({
  samples,
  columns,
  stated,
  base,
}: {
  samples: readonly PositionSample[]
  columns: readonly string[]
  stated: StatedCrs | null
  base: ExistingCity
}): CrsDetection {
  const { place } = base.city
  const isPossible = ([x, y]: Point) => isInTerritory(place, toDegrees(x), toDegrees(y))
  const likely = listLikelySystems(
    samples.map(({ x }) => x),
    samples.map(({ y }) => y),
    place,
  )
  /** Degrees of WGS 84 and of CGCS2000 are the same numbers: the name that is usual where the city lies. */
  const usual = isChineseCity(place) ? 'EPSG:4490' : 'EPSG:4326'
  const toUsual = (id: string) => (id === 'EPSG:4490' || id === 'EPSG:4326' ? usual : id)
  const candidates = [...new Set([...(stated?.system ? [toUsual(stated.system)] : []), ...likely])]
  const fits = createUnitMatcher(base)
  const compared = samples.filter(({ unit }) => unit !== null && base.shapeOf(unit) !== null)
  const tried = candidates
    .flatMap((id) => {
      const system = findCoordinateSystem(id)
      if (!system) return []
      const places = new Map<PositionSample, Point>(
        samples.map((sample) => [sample, snapToLattice(...system.toDegrees(sample.x, sample.y))]),
      )
      const inRegion =
        samples.filter((sample) => isPossible(places.get(sample)!)).length / Math.max(1, samples.length)
      const hits = compared.map(
        (sample) =>
          isPossible(places.get(sample)!) && fits(sample.unit!, places.get(sample)!, sample.onBorder),
      )
      return [{ system: system.id, label: system.label, inRegion, hits }]
    })
    .filter(({ inRegion }) => inRegion > 0.5)
    .sort((a, b) => count(b.hits) - count(a.hits))
  const finding = {
    stated,
    compared: compared.length,
    hypotheses: tried.slice(0, 6).map(({ hits, ...each }): CrsHypothesis => ({
      ...each,
      inUnit: hits.length === 0 ? null : count(hits) / hits.length,
    })),
  }
  const offered = listSystemsOf(place)
  const choose = (
    proposed: string | null,
    because: CrsDetection['because'],
    sure: boolean,
  ): CrsDetection => ({
    proposed,
    because,
    sure,
    ...finding,
    offered,
  })

  // what a file states of another datum is never believed away by what its numbers resemble
  if (stated?.needsParameters || stated?.unsupported) return choose(null, 'stated', false)
  const [best, next] = tried
  const shareOf = ({ hits }: { hits: readonly boolean[] }) => count(hits) / Math.max(1, hits.length)
  const isWhole = (each: (typeof tried)[number]) => each.inRegion >= CLEAR_SHARE
  /** Whether positions compared with units speak against a system. */
  const isContradicted = (id: string) => {
    const own = tried.find(({ system }) => system === id)
    return (
      own !== undefined &&
      compared.length > 0 &&
      (shareOf(own) < CLEAR_SHARE || (best !== undefined && count(best.hits) > count(own.hits)))
    )
  }
  const known = new Set(tried.map(({ system }) => system))
  const inColumns = findCrsNamedInColumns(columns)
  const named = inColumns === null ? null : toUsual(inColumns)
  const alike = stated?.system == null ? null : toUsual(stated.system)
  // degrees are often said to be of WGS 84 and are of GCJ-02
  const isDoubtful = (known.has('GCJ-02') && !stated?.fixed) || stated?.datumUnknown === true
  if (best && compared.length > 0 && count(best.hits) >= compared.length / 2) {
    const clear = !next || isBetter(best.hits, next.hits)
    // few positions that agree with what the columns or the file itself say are enough
    const enough =
      compared.length >= LEAST_COMPARED || named === best.system || (alike === best.system && !isDoubtful)
    if (clear) return choose(best.system, 'units', enough && shareOf(best) >= CLEAR_SHARE && isWhole(best))
  }
  const isSure = (id: string) =>
    !isContradicted(id) && tried.some((each) => each.system === id && isWhole(each))
  // a table that leaves all its shapes out
  if (named !== null && samples.length === 0) return choose(named, 'columns', true)
  if (named !== null && known.has(named)) return choose(named, 'columns', isSure(named))
  const signature = inferCrsFromColumns(columns)
  if (signature !== null && known.has(signature)) return choose(signature, 'signature', isSure(signature))
  // of few positions that fit one system and not the usual one, the system that they fit is the better guess
  const rather = (id: string): [string, CrsDetection['because']] =>
    best &&
    isContradicted(id) &&
    count(best.hits) > count(tried.find(({ system }) => system === id)?.hits ?? [])
      ? [best.system, 'units']
      : [id, stated?.system === id ? 'stated' : 'usual']
  if (stated?.system && alike !== null && (known.has(stated.system) || stated.system === 'EPSG:4326')) {
    const [system, because] = rather(alike)
    if (because === 'units') return choose(system, because, false)
    return choose(stated.system, 'stated', !isDoubtful && isSure(alike))
  }
  if (best && tried.length === 1)
    return choose(best.system, 'numbers', compared.length >= LEAST_COMPARED && isSure(best.system))
  if (known.has(usual)) return choose(...rather(usual), false)
  return choose(
    best && count(best.hits) > 0 ? best.system : null,
    best && count(best.hits) > 0 ? 'units' : 'nothing',
    false,
  )
}

const count = (hits: readonly boolean[]) => hits.reduce((sum, hit) => sum + (hit ? 1 : 0), 0)

/** McNemar's test at one per cent: do the positions that fit only here outnumber those that fit only there? */
function isBetter(one: readonly boolean[], other: readonly boolean[]): boolean {
  let [onlyOne, onlyOther] = [0, 0]
  one.forEach((hit, i) => {
    if (hit && !other[i]) onlyOne++
    if (!hit && other[i]) onlyOther++
  })
  return onlyOne > onlyOther && (Math.abs(onlyOne - onlyOther) - 1) ** 2 / (onlyOne + onlyOther) > 6.63
}
