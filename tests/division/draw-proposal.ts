import type { DivisionInput, LineKind } from '#shared/division/division-input.ts'
import type { Proposal } from '#shared/division/propose-division.ts'
import { int32At, itemAt } from '#shared/geometry/at.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'

const [COLUMNS, SIDE, TITLE] = [5, 300, 34]
const FILLS = ['#a9cbe8', '#f3d3a2', '#cfc2ea', '#b5dccb', '#cfd6dc', '#e3cbb2']
const DARK = ['#0d5c96', '#a65a00', '#5a3fa0', '#146b52', '#46525e', '#7a4a20']
const STROKES: Record<LineKind, [color: string, width: number]> = {
  water: ['#5b9bd0', 2.4],
  main: ['#8a929a', 2],
  street: ['#a4abb2', 1.2],
  lane: ['#b9bfc5', 0.8],
  today: ['#b9bfc5', 0.5],
  straight: ['#b9bfc5', 0.5],
}

export interface ProposalTile {
  name: string
  input: DivisionInput
  proposal: Proposal
}

/** Draws proposals side by side: grids, lines, buildings in the colour of their grid, and households. */
export function drawTiles(tiles: readonly ProposalTile[]): string {
  const [width, height] = [COLUMNS * SIDE, Math.ceil(tiles.length / COLUMNS) * (SIDE + TITLE)]
  const drawn = tiles.map(({ name, input, proposal }, i) => {
    const [x, y] = [(i % COLUMNS) * SIDE, Math.floor(i / COLUMNS) * (SIDE + TITLE)]
    return `<g transform="translate(${x} ${y})">${drawTile(name, input, proposal)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"`,
    ` font-family="sans-serif" font-size="11"><rect width="${width}" height="${height}" fill="#fff"/>`,
    `${drawn.join('\n')}</svg>\n`,
  ].join('')
}

function drawTile(name: string, input: DivisionInput, { shapes, figures }: Proposal): string {
  const [west, south, east, north] = getShapeBox(input.grids.flatMap(({ shape }) => shape))
  const scale = computeScaleAt((south + north) / 2)
  const zoom = (SIDE - 16) / Math.max((east - west) * scale.x, (north - south) * scale.y)
  const at = ([x, y]: Point) => [8 + (x - west) * scale.x * zoom, TITLE + 8 + (north - y) * scale.y * zoom]
  const write = (point: Point) =>
    at(point)
      .map((value) => value.toFixed(1))
      .join(' ')
  const outline = (shape: MultiPolygon) =>
    shape
      .flat()
      .map((ring) => `M${ring.map(write).join('L')}Z`)
      .join('')
  const colors = chooseColors(shapes)
  const clip = `clip${Math.round(west)}`
  const grids = shapes.map((shape, i) => `<path d="${outline(shape)}" fill="${FILLS[itemAt(colors, i)]}"/>`)
  const roads = input.lines.map(({ kind, points }) => {
    const [color, stroke] = STROKES[kind]
    return `<path d="M${points.map(write).join('L')}" fill="none" stroke="${color}" stroke-width="${stroke}"/>`
  })
  const buildings = input.buildings.map(({ footprint, place, households }) => {
    const part = shapes.findIndex((shape) => isPointInShape(shape, place))
    return `<path d="${outline(footprint)}" fill="${DARK[colors[part] ?? 0]}" opacity="${households > 0 ? 0.85 : 0.3}"/>`
  })
  const borders = shapes.map(
    (shape) => `<path d="${outline(shape)}" fill="none" stroke="#14263a" stroke-width="1.6"/>`,
  )
  const places = computeLabelPoints(toFlatPolygons(shapes))
  const labels = shapes.map((_, i) => {
    const [x, y] = at([int32At(places, 2 * i), int32At(places, 2 * i + 1)])
    const halo = 'text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke" font-weight="bold"'
    return `<text x="${x?.toFixed(0)}" y="${y?.toFixed(0)}" ${halo}>${figures.households[i]}</text>`
  })
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const title = `${name} · ±${percent(figures.spread)} · ${percent(figures.lineShare)} + ${percent(figures.compoundShare)}`
  const box = `<clipPath id="${clip}"><rect y="${TITLE}" width="${SIDE - 4}" height="${SIDE - 2}"/></clipPath>`
  const drawn = [...grids, ...roads, ...buildings, ...borders, ...labels].join('')
  return `${box}<text x="8" y="22" font-weight="bold">${title}</text><g clip-path="url(#${clip})">${drawn}</g>`
}

/** A colour for each grid that its neighbours do not have, as far as the colours go. */
function chooseColors(shapes: readonly MultiPolygon[]): number[] {
  const edges = shapes.map(
    (shape) =>
      new Set(
        shape
          .flat()
          .flatMap((ring) => ring.map((from, i) => `${itemAt(ring, (i + 1) % ring.length)} ${from}`)),
      ),
  )
  const chosen: number[] = []
  shapes.forEach((shape, i) => {
    const own = shape
      .flat()
      .flatMap((ring) => ring.map((from, k) => `${from} ${itemAt(ring, (k + 1) % ring.length)}`))
    const taken = new Set(chosen.filter((_, j) => own.some((edge) => edges[j]?.has(edge))))
    const free = FILLS.map((_, color) => color).filter((color) => !taken.has(color))
    const uses = (color: number) => chosen.filter((each) => each === color).length
    chosen[i] = free.sort((a, b) => uses(a) - uses(b) || a - b)[0] ?? 0
  })
  return chosen
}
