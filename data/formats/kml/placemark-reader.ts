import { combineGeometries } from '../model/combine-geometries.ts'
import type { AttributeValue, RawPosition, RawFeature, RawGeometry } from '../model/format.ts'
import type { XmlHandler } from '../xml/read-xml.ts'

/** Puts placemarks together from the tags as they come by. */
export function createPlacemarkReader(give: (feature: RawFeature) => void): XmlHandler {
  let row = 0
  let mark:
    | {
        properties: Record<string, AttributeValue>
        geometries: RawGeometry[]
        broken: boolean
        others: boolean
      }
    | undefined
  let text = ''
  let field: string | undefined
  let rings: RawPosition[][] = []
  let isPolygon = false
  /** Tags from the placemark down to here. */
  const inside: string[] = []
  return {
    open(name, attributes) {
      text = ''
      if (name === 'Placemark') {
        mark = { properties: {}, geometries: [], broken: false, others: false }
        inside.length = 0
        return
      }
      if (!mark) return
      inside.push(name)
      if (name === 'Data' || name === 'SimpleData') field = attributes['name'] ?? ''
      if (name === 'Polygon') {
        isPolygon = true
        rings = []
      }
      if (name === 'Model' || name === 'Track' || name === 'MultiTrack') mark.others = true
    },
    text(part) {
      if (mark) text += part
    },
    close(name) {
      if (!mark) return
      if (name === 'Placemark') {
        give({
          row: ++row,
          properties: mark.properties,
          geometry: geometryOf(mark.geometries, mark.others),
          problems: mark.broken ? [{ code: 'broken_geometry' }] : [],
        })
        mark = undefined
        return
      }
      inside.pop()
      const parent = inside.at(-1)
      if (name === 'coordinates') addCoordinates(parent)
      else if (name === 'Polygon') {
        mark.geometries.push({ kind: 'areas', polygons: [rings], sorted: true })
        isPolygon = false
      } else if ((name === 'value' || name === 'SimpleData') && field !== undefined)
        mark.properties[field] = text.trim() === '' ? null : text
      else if (
        (name === 'name' || name === 'description') &&
        parent === undefined &&
        mark.properties[name] === undefined
      )
        mark.properties[name] = text.trim()
      text = ''
    },
  }

  function addCoordinates(parent: string | undefined): void {
    if (!mark) return
    const positions = positionsOf(text)
    if (positions === null) mark.broken = true
    else if (parent === 'Point') mark.geometries.push({ kind: 'points', points: positions })
    else if (parent === 'LineString') mark.geometries.push({ kind: 'lines', lines: [positions] })
    else if (parent === 'LinearRing' && isPolygon) {
      if (inside.includes('innerBoundaryIs')) rings.push(positions)
      else rings.unshift(positions)
    } else if (parent === 'LinearRing')
      mark.geometries.push({ kind: 'areas', polygons: [[positions]], sorted: true })
  }
}

/** 'lon,lat[,height]', separated by blanks. null: not numbers. */
function positionsOf(text: string): RawPosition[] | null {
  const words = text.trim().split(/\s+/)
  if (words[0] === '') return null
  const positions = words.map((word) =>
    word
      .split(',')
      .filter((part) => part !== '')
      .map(Number),
  )
  return positions.every(
    (position) => position.length >= 2 && position.length <= 3 && !position.some(Number.isNaN),
  )
    ? positions.map(withoutZeroHeight)
    : null
}

/** Programs write a height of nought where there is none. */
const withoutZeroHeight = (position: number[]) => (position[2] === 0 ? position.slice(0, 2) : position)

function geometryOf(geometries: readonly RawGeometry[], others: boolean): RawGeometry | null {
  if (geometries.length === 0) return others ? { kind: 'other', name: 'Model' } : null
  return combineGeometries(geometries, 'MultiGeometry')
}
