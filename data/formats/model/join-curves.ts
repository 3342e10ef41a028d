import { sumRemarks } from './combine-geometries.ts'
import type { RawGeometry, RawPosition, RowProblem } from './format.ts'
import { lineariseArcs } from './linearise-arcs.ts'

type Read = RawGeometry | null | undefined

/** Returns a circular string as a line; null: it is empty. */
export function readCircularString(points: readonly RawPosition[]): RawGeometry | null {
  if (points.length === 0) return null
  const { line, arcs } = lineariseArcs(points)
  return {
    kind: 'lines',
    lines: [line],
    ...(arcs > 0 ? { remarks: [{ code: 'arcs_linearised', details: { count: arcs } }] } : {}),
  }
}

/** Returns the pieces of a compound curve as one line; undefined: one of them is no line. */
export function joinCurves(parts: readonly Read[]): Read {
  const pieces = listLines(parts)
  if (pieces === undefined) return undefined
  // a piece begins where the one before ends
  const line = pieces.lines.flatMap((piece, i) => (i === 0 ? piece : piece.slice(1)))
  return line.length === 0 ? null : { kind: 'lines', lines: [line], ...pieces.about }
}

/** Returns curves as the rings of one polygon, the outer one first; undefined: one of them is no line. */
export function joinRings(parts: readonly Read[]): Read {
  const rings = listLines(parts)
  if (rings === undefined) return undefined
  return rings.lines.length === 0
    ? null
    : { kind: 'areas', polygons: [rings.lines], sorted: true, ...rings.about }
}

function listLines(
  parts: readonly Read[],
): { lines: (readonly RawPosition[])[]; about: { remarks?: RowProblem[] } } | undefined {
  const lines: (readonly RawPosition[])[] = []
  const remarks: RowProblem[] = []
  for (const part of parts) {
    if (part === null) continue
    if (part?.kind !== 'lines') return undefined
    lines.push(...part.lines)
    remarks.push(...(part.remarks ?? []))
  }
  return { lines, about: remarks.length > 0 ? { remarks: sumRemarks(remarks) } : {} }
}
