import type * as zh from './zh-strokes.ts'

/** Freehand strokes, keys and numbers. */
export const strokes = {
  name: 'Freehand',
  hint: 'Drag to draw; Space and drag, or two fingers, move the map. A pen always draws, a long press is the last point',
  tolerance: 'Drawn onto lines within {metres}',
  free: 'Not drawn onto lines',
  size: { label: 'How near to a line', fine: 'fine', medium: 'medium', coarse: 'coarse' },
  outside: 'Outside the street',
  on: { vertex: 'on a vertex', border: 'on a border', guide: 'on a road or bank' },
} satisfies typeof zh.strokes

export const numeric = {
  name: 'Numbers',
  hint: 'Enter length and bearing, or paste surveyed coordinates',
  length: 'Length (m)',
  bearing: 'Bearing (°)',
  coordinates: 'Coordinates',
  example: 'One point a row, also from a sheet: 120.1635 33.4062',
  add: 'Add',
  noStart: 'Draw or enter a first point',
  noLength: 'Fill in length and bearing',
  found: '{count} points, read as {system}',
  system: {
    degrees: 'longitude and latitude',
    gauss: 'CGCS2000 3-degree plane coordinates',
    mercator: 'Web Mercator',
  },
  fault: {
    empty: 'Fill in coordinates',
    row_without_numbers: 'Row {row} has no two numbers',
    too_many_points: 'Too many points, from row {row} on',
    far_away: 'These coordinates are not near this street: check their system and order',
    row_far_away: 'Row {row} lies far away from this street: please check it',
  },
} satisfies typeof zh.numeric
