import type * as zh from './zh-overview.ts'

/** The table of the street's grids, layers and the ruler. */
export const table = {
  title: 'Table of grids',
  close: 'Close the table',
  find: 'Number, name or community',
  show: 'Which grids are shown',
  filter: {
    all: 'All',
    problems: 'With problems',
    outOfBand: 'Households out of range',
    noWorker: 'Without a worker',
    noBranch: 'Without a branch',
  },
  count: '{shown} of {all}, {households} households',
  column: {
    number: 'No.',
    name: 'Name',
    households: 'Households',
    band: 'Rule',
    workers: 'Workers',
    branch: 'Branch',
    premises: 'Premises',
    problems: 'Problems',
  },
  verdict: { less: 'too few', in: 'fits', more: 'too many' },
  atMost: 'at most {most}',
  atLeast: 'at least {least}',
  noBand: 'any number',
  none: 'none yet',
  nothing: 'No grid is like that',
} satisfies typeof zh.table

export const view = {
  label: 'View',
  layers: 'Layers',
  home: 'Show the whole street',
  labels: 'Numbers and households',
  buildings: 'Buildings',
  households: 'Households as dots',
  dot: 'One dot is {count} households, where their buildings are',
  noBuildings: 'No building of this street is known, so there are no dots',
  quiet: 'Other streets in the background',
  layer: { roads: 'Roads', water: 'Water', parks: 'Parks', premises: 'Premises' },
  basemap: 'Base map or imagery',
  strength: 'Strength',
  noBasemap: 'The city has no base map or imagery; an administrator can enter one in its settings',
} satisfies typeof zh.view

export const measure = {
  length: 'Length {length}',
  area: 'Area inside {area}',
  part: 'This part {length}, bearing {bearing}°',
} satisfies typeof zh.measure
